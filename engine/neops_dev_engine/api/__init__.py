"""The engine over HTTP: the published blackboard API, and our own endpoints below ``/dev``."""
