"""Policy-as-code governance gate for machine-learning systems: decide, record, and only then approve."""

__version__ = "0.1.0"
