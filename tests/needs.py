"""Components that are not everywhere: tests that need one skip with a reason, and fail where it is required.

``MLGATE_TEST_REQUIRE`` is a comma-separated list of components that must be there, as in CI.
"""

from __future__ import annotations

import os
import shutil

import pytest

_HINTS = {
    "opa": "go install github.com/open-policy-agent/opa@v1.20.2, and put it on PATH",
    "regal": "go build -o ~/bin/regal github.com/open-policy-agent/regal in tests/tools, and put it on PATH",
    "network": "packages are installed from the network only where that is asked for",
}


def required(component: str) -> bool:
    """Whether this run must not do without a component."""
    return component in os.environ.get("MLGATE_TEST_REQUIRE", "").split(",")


def need(component: str, *, there: bool) -> None:
    """Skip where a component is not there; fail where it is required."""
    if there:
        return
    reason = f"needs {component}: {_HINTS[component]}"
    if required(component):
        pytest.fail(reason)
    pytest.skip(reason)


def opa() -> str:
    """The path of OPA's program."""
    return _program("opa")


def regal() -> str:
    """The path of Regal, the linter of the Rego world."""
    return _program("regal")


def _program(name: str) -> str:
    found = shutil.which(name)
    need(name, there=found is not None)
    assert found
    return found
