"""The shipped policies in an engine."""

from __future__ import annotations

import pytest

from mlgate.policy.bundle import load
from mlgate.policy.rego import RegoPolicy
from mlgate.policy.regorus import RegorusEngine
from mlgate.shipped import shipped


@pytest.fixture(scope="module")
def policy() -> RegoPolicy:
    bundle = load(shipped("policies"))
    return RegoPolicy(bundle, RegorusEngine(bundle))
