"""The tests beside the shipped policies pass, in the embedded engine and in OPA, and prove every control."""

from __future__ import annotations

import json
import subprocess

import pytest

from mlgate.policy import files
from mlgate.policy.bundle import load
from mlgate.policy.testing.result import Outcome
from mlgate.policy.testing.run import Run, run
from mlgate.policy.worker.limits import Limits
from mlgate.shipped import shipped
from tests.needs import opa

POLICIES = shipped("policies")
CATALOGUE = load(POLICIES).catalogue
FILES = sorted(path.relative_to(POLICIES).as_posix() for path in POLICIES.rglob("*_test.rego"))


@pytest.fixture(scope="module")
def done() -> Run:
    """All tests, once, with everything that they ran through."""
    return run(files.read(POLICIES, tests=True), Limits(seconds=120, megabytes=2048), counting=True)


def test_every_policy_has_its_tests():
    without = {
        str(file.relative_to(POLICIES))
        for file in POLICIES.rglob("*.rego")
        if not file.stem.endswith("_test") and not file.with_name(f"{file.stem}_test.rego").exists()
    }
    assert without == set()


@pytest.mark.parametrize("file", FILES)
def test_in_the_embedded_engine(done, file):
    found = [result for result in done.results if result.case.file == file]
    assert found
    assert [result for result in found if result.outcome is not Outcome.PASSED] == []


def test_in_opa_and_the_same_tests(done):
    arguments = [opa(), "test", "--format", "json", "--timeout", "120s", str(POLICIES)]
    told = json.loads(subprocess.run(arguments, capture_output=True, text=True, check=False).stdout)
    assert [one for one in told if one.keys() & {"fail", "error", "skip"}] == []
    theirs = {f"{one['package']}.{one['name']}" for one in told}
    assert theirs == {result.case.path for result in done.results}
