"""``mlgate policy coverage`` names the lines and codes that no test reaches."""

from __future__ import annotations

import json

import pytest

from tests.policy.small import FILES, GAP
from tests.policy.testing.cases import FILE

TESTS = """package mlgate.controls.fairness.gap_test

test_misses if count(data.mlgate.controls.fairness.gap.findings) == 1 with input as {}
"""
NAME = f"policies/{GAP}"


@pytest.fixture
def policies(tmp_path):
    for name, text in {**FILES, FILE: TESTS}.items():
        path = tmp_path / "policies" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "policies"


def line(text: str) -> int:
    """Where a text stands first in the control."""
    return FILES[GAP].partition(text)[0].count("\n") + 1


def test_lines_codes_and_controls_that_no_test_reaches_are_named(mlgate, policies):
    ran = mlgate("policy", "coverage")
    assert ran.code == 0
    assert f"  {NAME}:{line('some scope, gap')}" in ran.out
    assert (
        f"  {NAME}:{line('package mlgate')}: FAIR-001 finds something in every test: no facts are shown to pass it\n"
        in ran.out
    )
    assert f"  {NAME}:{line('package mlgate')}: FAIR-001 declares gap_over_limit, and emits it in no test\n" in ran.out
    assert ran.out.splitlines()[-1].endswith("1 of 2 codes emitted · 0 of 1 controls passed")


def test_below_the_threshold_is_one(mlgate, policies):
    share = json.loads(mlgate("policy", "coverage", "-o", "json").out)["coverage"]
    assert 0 < share < 100
    assert mlgate("policy", "coverage", "--threshold", str(int(share))).code == 0
    assert mlgate("policy", "coverage", "--threshold", "100").code == 1
    assert mlgate("policy", "coverage", "--every-code").code == 1


def test_a_module_that_no_test_touches_counts_as_a_whole(mlgate, policies):
    before = json.loads(mlgate("policy", "coverage", "-o", "json").out)
    (policies / "lib/evidence/other.rego").write_text(
        "package mlgate.lib.other\n\nnever(x) := y if {\n\ty := x + 1\n}\n"
    )
    after = json.loads(mlgate("policy", "coverage", "-o", "json").out)
    assert after["files"]["policies/lib/evidence/other.rego"]["not_covered_lines"] > 0
    assert after["coverage"] < before["coverage"]


def test_a_test_that_fails_is_one(mlgate, policies):
    (policies / FILE).write_text(TESTS.replace("== 1", "== 7"))
    ran = mlgate("policy", "coverage")
    assert (ran.code, ran.err) == (1, "1 of 1 tests did not pass: mlgate policy test    says why\n")
