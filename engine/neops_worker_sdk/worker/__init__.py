"""The worker: polls an engine, runs its jobs, delivers their results."""
