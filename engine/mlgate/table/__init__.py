"""The governance table: one interface, real implementations."""
