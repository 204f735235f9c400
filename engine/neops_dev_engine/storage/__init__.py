"""SQLite behind the engine: `Database`, its transactions, and waiting for what they change."""

from neops_dev_engine.storage import topics
from neops_dev_engine.storage.changes import Changes
from neops_dev_engine.storage.database import Database
from neops_dev_engine.storage.transaction import Transaction

__all__ = ["Changes", "Database", "Transaction", "topics"]
