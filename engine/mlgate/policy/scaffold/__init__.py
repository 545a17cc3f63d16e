"""A new control: METADATA, rules and tests that pass as they are, and that say where something is to be filled in."""
