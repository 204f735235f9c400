-- Workers, function blocks, submissions, jobs, what jobs told while they ran, the inventory.
-- Moments are milliseconds since 1970. Identifiers of blocks and workflows are full: package/name:1.2.3.

CREATE TABLE workers (
  uuid TEXT PRIMARY KEY,
  name TEXT,
  ip_address TEXT,
  version TEXT NOT NULL,
  pinged_at INTEGER NOT NULL,
  unregistered_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) WITHOUT ROWID;

CREATE TABLE function_blocks (
  id TEXT PRIMARY KEY,
  package TEXT NOT NULL,
  name TEXT NOT NULL,
  major INTEGER NOT NULL,
  minor INTEGER NOT NULL,
  patch INTEGER NOT NULL,
  registration TEXT NOT NULL,           -- JSON: the fields of the registration but the worker's
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER
) WITHOUT ROWID;
CREATE INDEX function_blocks_by_version ON function_blocks (package, name, major, minor, patch);

CREATE TABLE served_blocks (
  block_id TEXT NOT NULL,
  worker_id TEXT NOT NULL,
  PRIMARY KEY (block_id, worker_id)
) WITHOUT ROWID;
CREATE INDEX served_blocks_by_worker ON served_blocks (worker_id);

CREATE TABLE submissions (
  id TEXT PRIMARY KEY,
  block_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  finished_at INTEGER,
  open_jobs INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX submissions_by_age ON submissions (created_at);

-- One context may be shared by many jobs. `shown` is the body without secrets, where it has any;
-- it takes the body's place when the work is finished.
CREATE TABLE contexts (
  id INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  shown TEXT
);

CREATE TABLE jobs (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, -- the age: the smallest is the oldest
  id TEXT NOT NULL UNIQUE,
  block_id TEXT NOT NULL,
  type TEXT NOT NULL,                    -- acquire, execute, rollback
  run_on TEXT NOT NULL,                  -- global, device, interface, group, client
  entity_id INTEGER,
  entity TEXT,                           -- name of that entity
  step_label TEXT,
  parameters TEXT NOT NULL,              -- JSON object
  parameters_shown TEXT,                 -- the same without secrets, where there are any
  context_id INTEGER NOT NULL REFERENCES contexts (id),
  submission_id TEXT,                    -- whose job it is: either a submission's
  execution_id TEXT,                     -- or a workflow execution's
  workflow_id TEXT,
  deadline_seconds REAL,
  status TEXT NOT NULL DEFAULT 'pending', -- pending, polled, pushed
  worker_id TEXT,
  created_at INTEGER NOT NULL,
  polled_at INTEGER,
  pushed_at INTEGER,
  result_status TEXT,                    -- success, failed, success-ack, failed-ack
  result TEXT,                           -- JSON: success, message, data, dbUpdates without secrets
  updates TEXT,                          -- JSON: the database updates as they came, until the work is finished
  acquires TEXT,                         -- JSON array
  report TEXT                            -- JSON object
);
CREATE INDEX jobs_pending ON jobs (block_id, seq) WHERE status = 'pending';
CREATE INDEX jobs_polled ON jobs (worker_id) WHERE status = 'polled';
CREATE INDEX jobs_by_status ON jobs (status, seq);
CREATE INDEX jobs_by_worker ON jobs (worker_id, seq);
CREATE INDEX jobs_by_submission ON jobs (submission_id, seq) WHERE submission_id IS NOT NULL;
CREATE INDEX jobs_by_execution ON jobs (execution_id, seq) WHERE execution_id IS NOT NULL;
CREATE INDEX jobs_by_context ON jobs (context_id);

CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  job INTEGER NOT NULL REFERENCES jobs (seq),
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL                     -- JSON: the fields of the event that its kind has
);
CREATE INDEX events_by_job ON events (job, seq);

CREATE TABLE entities (
  kind TEXT NOT NULL,                    -- device, interface, group
  id INTEGER NOT NULL,
  body TEXT NOT NULL,                    -- JSON, keys as in a job's context
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;
