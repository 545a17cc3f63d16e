"""``mlgate policy docs`` from the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mlgate.shipped import shipped


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped("policies"), tmp_path / "policies"))


def test_pages_are_written_and_hold_until_the_policies_change(mlgate, policies):
    ran = mlgate("policy", "docs")
    assert ran.code == 0
    assert "pages in docs/controls" in ran.out
    assert mlgate("policy", "docs", "--check").code == 0
    thresholds = policies / "config/thresholds/data.yaml"
    thresholds.write_text(thresholds.read_text().replace("auc_min: {value: 0.70", "auc_min: {value: 0.75"))
    ran = mlgate("policy", "docs", "--check")
    assert ran.code == 1
    assert [line.partition(":")[0] for line in ran.out.splitlines()] == [
        "docs/controls/PERF-001.md",
        "docs/controls/limits.md",
    ]
    assert "mlgate policy docs" in ran.err


def test_the_folder_of_governance_toml_is_the_one_looked_at(mlgate, policies, tmp_path):
    policies.rename(tmp_path / "rules")
    (tmp_path / "governance.toml").write_text('[policy]\nbundle = "rules"\n')
    assert mlgate("policy", "docs", "--out", "pages").code == 0
    assert (tmp_path / "pages/README.md").is_file()


def test_without_policies_of_ones_own_the_pages_are_of_the_shipped_ones(mlgate, tmp_path):
    assert mlgate("policy", "docs").code == 0
    text = (tmp_path / "docs/controls/FAIR-001.md").read_text("utf-8")
    assert "](.." not in text, "nothing here leads into the installation"


def test_a_name_of_nothing_has_no_pages(mlgate, tmp_path):
    ran = mlgate("policy", "docs", "elsewhere")
    assert ran.code == 2
    assert "there is no policy bundle here" in ran.err
    assert not (tmp_path / "docs").exists()


def test_a_bundle_that_a_gate_would_refuse_has_no_pages(mlgate, policies, tmp_path):
    (policies / ".manifest").unlink()
    ran = mlgate("policy", "docs")
    assert ran.code == 2
    assert "is missing: revision" in ran.err
    assert not (tmp_path / "docs").exists()
