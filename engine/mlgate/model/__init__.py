"""Frozen values: subjects, evidence, people, decisions, entries. No I/O."""
