"""What the engine keeps, a module per kind of record: functions on a transaction, or a connection to read."""
