"""Model registries: one interface, SageMaker and a local one."""
