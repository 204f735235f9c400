-- Lists of jobs on the page: those that failed, and those of a block, the newest first.

CREATE INDEX jobs_failed ON jobs (seq) WHERE result_status IN ('failed', 'failed-ack');
CREATE INDEX jobs_by_block ON jobs (block_id, seq);
