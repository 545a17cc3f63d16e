"""Facts: what a policy sees, from a file or from the table."""
