"""The tests beside the shipped policies pass, in the embedded engine and in OPA, and prove every control."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from mlgate.policy import files
from mlgate.policy.bundle import load
from mlgate.policy.files import is_test
from mlgate.policy.testing.coverage import measured
from mlgate.policy.testing.result import Outcome
from mlgate.policy.testing.run import Run, run
from mlgate.policy.worker.limits import Limits
from mlgate.shipped import shipped
from tests.needs import opa

POLICIES = shipped("policies")
LIBRARIES = r"data\.mlgate\.lib\."
LEFT_OUT = {"MON-003": ["evidence_stale"], "MON-004": ["evidence_stale"]}
"""What two controls measure themselves, by other limits; the loader asks for every code of the library they rest on."""

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


def test_in_opa_where_they_run_through_every_line_too(done):
    arguments = [opa(), "test", "--coverage", "--threshold", "100", "--timeout", "120s", str(POLICIES)]
    ran = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    assert measured(done.counted).percent == 100


def test_coverage_is_what_opa_measures():
    """Where only the libraries' tests run: the same modules in full, the same not at all, and about the same lines.

    The engines count differently what lies between: OPA counts the head of a rule apart from its body and a literal by
    its first line, the embedded engine every line with something to evaluate. So shares differ by some points. A rule
    whose body ran and never held counts as run here and not there, so that more modules may be whole here.
    """
    arguments = [opa(), "test", "--coverage", "--run", LIBRARIES, "--timeout", "120s", str(POLICIES)]
    told = json.loads(subprocess.run(arguments, capture_output=True, text=True, check=False).stdout)["files"]
    theirs = {name.removeprefix(f"{POLICIES}/"): one for name, one in told.items() if not is_test(name)}
    limits = Limits(seconds=120, megabytes=2048)
    found = files.read(POLICIES, tests=True)
    ours = measured(run(found, limits, wanted=re.compile(LIBRARIES), counting=True).counted)
    assert ours.modules.keys() == theirs.keys()
    assert {name for name, lines in ours.modules.items() if not lines.missed} >= _without(theirs, "not_covered_lines")
    assert {name for name, lines in ours.modules.items() if not lines.ran} == _without(theirs, "covered_lines")
    ran, missed = (sum(one.get(part, 0) for one in theirs.values()) for part in ("covered_lines", "not_covered_lines"))
    assert 0 < ours.percent < 100
    assert abs(ours.percent - 100 * ran / (ran + missed)) < 10


def _without(told, part) -> set[str]:
    return {name for name, one in told.items() if not one.get(part)}


@pytest.mark.parametrize("control", CATALOGUE.controls)
def test_a_control_is_shown_to_pass_and_to_emit_every_code(done, control):
    """Whatever the rules of a control say, some facts in the tests pass it, and some have it say each of its codes."""
    (seen,) = [one for one in done.counted.seen if one.control == control]
    assert seen.declared == set(CATALOGUE.controls[control].codes)
    assert (seen.silent, seen.passes) == (LEFT_OUT.get(control, []), True)
