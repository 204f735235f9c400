-- Workflow definitions, executions of them, and what they hold.

CREATE TABLE workflow_definitions (
  id TEXT PRIMARY KEY,
  package TEXT NOT NULL,
  name TEXT NOT NULL,
  major INTEGER NOT NULL,
  minor INTEGER NOT NULL,
  patch INTEGER NOT NULL,
  document TEXT NOT NULL,               -- JSON, as it was published
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) WITHOUT ROWID;
CREATE INDEX workflow_definitions_by_version ON workflow_definitions (package, name, major, minor, patch);

CREATE TABLE executions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, -- the age: the smallest is the oldest
  id TEXT NOT NULL UNIQUE,
  workflow_id TEXT NOT NULL,
  document TEXT NOT NULL,                -- JSON: a definition may be deleted meanwhile
  parameters TEXT NOT NULL,              -- JSON object
  parameters_shown TEXT,                 -- the same without secrets, where there are any
  blocks TEXT,                           -- JSON: label of a step -> full identifier of its block
  status TEXT NOT NULL,
  aborted INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  retry_note TEXT,
  position INTEGER NOT NULL DEFAULT 0,   -- the step it is at
  wake_at INTEGER,                       -- nothing is to be done before
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER
);
CREATE INDEX executions_unfinished ON executions (seq) WHERE finished_at IS NULL;
CREATE INDEX executions_by_status ON executions (status, seq);

CREATE TABLE transitions (
  execution INTEGER NOT NULL REFERENCES executions (seq),
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  status TEXT NOT NULL,
  note TEXT,
  PRIMARY KEY (execution, number)
) WITHOUT ROWID;

-- The entities that an execution was started for: the steps run for each of them.
CREATE TABLE seeds (
  execution INTEGER NOT NULL REFERENCES executions (seq),
  number INTEGER NOT NULL,
  entity_id INTEGER,                     -- NULL: for no entity
  entity TEXT,                           -- name of that entity
  context_id INTEGER,                    -- of the acquire jobs
  PRIMARY KEY (execution, number)
) WITHOUT ROWID;

-- A step for a seed.
CREATE TABLE steps (
  execution INTEGER NOT NULL REFERENCES executions (seq),
  position INTEGER NOT NULL,             -- in the order of the workflow; 0 is the workflow as a whole
  seed INTEGER NOT NULL,
  label TEXT NOT NULL,
  status TEXT NOT NULL,                  -- waiting, running, succeeded, skipped, failed, rolled_back, rollback_failed
  note TEXT,
  acquired TEXT,                         -- JSON: kind -> ids of the entities it works on
  context_id INTEGER,                    -- of its execute and rollback jobs
  started_at INTEGER,
  finished_at INTEGER,
  PRIMARY KEY (execution, position, seed)
) WITHOUT ROWID;

-- Who wants an entity, and who has it.
CREATE TABLE locks (
  kind TEXT NOT NULL,
  entity_id INTEGER NOT NULL,
  execution INTEGER NOT NULL REFERENCES executions (seq),
  held INTEGER NOT NULL,
  PRIMARY KEY (kind, entity_id, execution)
) WITHOUT ROWID;
CREATE INDEX locks_by_execution ON locks (execution);

CREATE INDEX jobs_open ON jobs (execution_id) WHERE status <> 'pushed' AND execution_id IS NOT NULL;
