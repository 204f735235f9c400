"""A development engine: the blackboard API on SQLite, for one machine. Not what production runs on."""
