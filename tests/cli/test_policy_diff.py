"""``mlgate policy diff`` from the command line."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from mlgate.shipped import shipped


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The shipped policies in a repository, committed, then with a limit lowered and a vote dropped."""
    policies = Path(shutil.copytree(shipped("policies"), tmp_path / "policies"))
    for line in ("init -q", "add -A", "-c user.name=u -c user.email=u@example.org commit -qm All"):
        subprocess.run(["git", *line.split(" ")], cwd=tmp_path, check=True)
    for name, old, new in (
        ("thresholds", "performance.auc_min: {value: 0.70", "performance.auc_min: {value: 0.65"),
        ("approvals", "G4: [model_owner, business_risk_owner, governance_officer]", "G4: [model_owner]"),
        ("thresholds", "fairness.di_min: {value: 0.80", "fairness.di_min: {value: 0.85"),
    ):
        path = policies / "config" / name / "data.yaml"
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))
    return policies


def test_what_becomes_looser_comes_first(mlgate, changed):
    ran = mlgate("policy", "diff", "git:HEAD", "policies")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[2:6] == [
        "Looser 2",
        "  performance.auc_min  default: 0.7 → 0.65",
        "                         PERF-001",
        "  model, high          votes at G4: model_owner, business_risk_owner, governance_officer → model_owner",
    ]
    assert lines[7] == "Stricter 1"


def test_the_exit_code_tells_where_that_is_asked_for(mlgate, changed):
    assert mlgate("policy", "diff", "--exit-code", "git:HEAD").code == 1
    assert mlgate("policy", "diff", "--exit-code", "shipped", "git:HEAD").code == 0


def test_json_is_for_programs(mlgate, changed):
    document = json.loads(mlgate("policy", "diff", "git:HEAD", "-o", "json").out)
    assert document["equal"] is False
    assert {change["direction"] for change in document["changes"]} == {"looser", "stricter"}
    assert document["old"]["digest"] != document["new"]["digest"]


def test_markdown_is_for_a_pull_request(mlgate, changed, tmp_path):
    assert mlgate("policy", "diff", "git:HEAD", "-o", "markdown=diff.md").code == 0
    text = (tmp_path / "diff.md").read_text("utf-8")
    assert "### Looser (2)" in text
    assert "| performance.auc_min | default | 0.7 | 0.65 | PERF-001 |" in text


def test_a_bundle_that_no_gate_would_load_is_not_compared(mlgate, changed):
    (changed / ".manifest").unlink()
    ran = mlgate("policy", "diff", "git:HEAD")
    assert ran.code == 2
    assert ".manifest" in ran.err


def test_nothing_changed_is_said(mlgate, changed):
    assert "Nothing changed." in mlgate("policy", "diff", "policies", "policies").out
