"""A sandbox with one package, and the registry that looks at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mlgate.model.effect import PackageRef
from mlgate.model.subject import subject
from mlgate.registry.aws import Timeouts
from mlgate.registry.sagemaker import SageMakerRegistry
from mlgate.sandbox import Sandbox
from mlgate.sandbox.seed import model_version
from tests.registry.effects import REF
from tests.sandbox.clients import REGION


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        model_version(running.url, REGION, group="credit-risk-scorer", version=1)
        yield running


@pytest.fixture
def registry(sandbox) -> SageMakerRegistry:
    """One that waits for a second at most, and reads twice."""
    return SageMakerRegistry(REGION, endpoint_url=sandbox.url, timeouts=Timeouts(connect=1, read=1, attempts=2))


@pytest.fixture
def package(registry) -> PackageRef:
    return registry.package(subject(REF))
