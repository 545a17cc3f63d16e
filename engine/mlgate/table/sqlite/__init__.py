"""The governance table in one SQLite file."""

from mlgate.table.sqlite.table import SqliteTable

__all__ = ["SqliteTable"]
