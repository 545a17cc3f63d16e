"""``mlgate policy new``: what it begins is valid, passes its tests, and says what is left to write."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from mlgate.policy.bundle import load
from mlgate.shipped import shipped
from tests.needs import opa, regal

TOP = Path(__file__).parents[2]
REGAL = TOP / ".regal" / "config.yaml"


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped("policies"), tmp_path / "policies"))


def _files(policies: Path, ran) -> tuple[Path, Path]:
    rules, tests = (policies.parent / line for line in ran.out.splitlines())
    return rules, tests


WISHES = [
    ("DOC-101", "Model card warns of misuse", "--part", "intended_uses", "--part", "additional_information"),
    ("HR-001", "DPIA names: its author", "--evidence", "dpia", "--subject", "use-case", "--gate", "G4"),
    ("FAIR-101", "42 groups", "--name", "groups", "--evidence", "fairness_report", "--tier", "minimal"),
    ("MON-101", "Drift is told", "--evidence", "monitoring_report", "--gate", "MON", "--from", "2027-07-01"),
]


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish[0])
def test_a_new_control_passes_its_tests_with_every_line_covered(mlgate, policies, wish):
    ran = mlgate("policy", "new", wish[0], "--title", *wish[1:])
    assert ran.code == 0, ran.err
    rules, _ = _files(policies, ran)
    command = [opa(), "test", "--timeout", "120s", "--coverage", str(policies), "--run", rf"\.{rules.stem}_test\."]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    covered = {Path(name).name: report for name, report in json.loads(done.stdout)["files"].items()}
    assert covered[rules.name].get("not_covered") is None


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish[0])
def test_a_new_control_is_written_as_the_tools_ask_for_it(mlgate, policies, wish):
    rules, tests = _files(policies, mlgate("policy", "new", wish[0], "--title", *wish[1:]))
    formatted = subprocess.run([opa(), "fmt", "--list", rules, tests], capture_output=True, text=True, check=True)
    assert formatted.stdout == ""
    line = [regal(), "lint", "--config-file", str(REGAL), "--format", "compact", str(rules.parent)]
    linted = subprocess.run(line, cwd=TOP, capture_output=True, text=True, check=False)
    told = [row for row in linted.stdout.splitlines() if "unresolved" not in row.lower()]
    assert not [row for row in told if rules.stem in row], linted.stdout


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish[0])
def test_a_new_control_adds_nothing_to_what_the_linter_finds(mlgate, policies, wish):
    mlgate("policy", "new", wish[0], "--title", *wish[1:])
    found = json.loads(mlgate("policy", "lint", "-o", "json").out)
    name = load(policies).catalogue.controls[wish[0]].file
    assert name.rpartition("/")[0] not in json.dumps(found)


def test_a_new_control_is_asked_where_it_was_wished_for(mlgate, policies):
    mlgate("policy", "new", "HR-001", "--title", "A: b", "--evidence", "dpia", "--gate", "G4", "--from", "2027-07-01")
    control = load(policies).catalogue.controls["HR-001"]
    assert control.title == "A: b"
    assert (control.gates, control.kinds, control.tiers) == ({"G4"}, {"model"}, {"high", "limited"})
    assert control.starts is not None
    assert control.starts.isoformat() == "2027-07-01T00:00:00+00:00"
    assert control.path == "data.mlgate.controls.hr.a_b.findings"


def test_it_lies_with_controls_of_the_same_letters(mlgate, policies):
    ran = mlgate("policy", "new", "FAIR-101", "--title", "Groups are named", "--evidence", "fairness_report")
    assert ran.out.splitlines()[0] == "policies/controls/fairness/groups_are_named/groups_are_named.rego"


def test_what_is_left_to_write_is_marked(mlgate, policies):
    ran = mlgate("policy", "new", "DOC-101", "--title", "Model card warns of misuse")
    rules, tests = _files(policies, ran)
    assert [path.read_text("utf-8").count("FILL IN") for path in (rules, tests)] == [3, 1]
    assert "FILL IN" in ran.err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (("FAIR-001", "--title", "x"), "FAIR-001 is there already: Disparate impact ratio per group"),
        (("FAIR-101", "--title", "x", "--name", "disparate_impact"), "there is a control in mlgate.controls.fairness"),
        (("DOC-101", "--title", "x", "--evidence", "essay"), "policy data names nobody who approves a essay"),
        (("DOC-101", "--title", "x", "--part", "caveat"), "a model_card has no field caveat"),
        (("DOC-101", "--title", "…"), "gives no name for a folder"),
        (("DOC-101", "--title", "x", "--name", "../up"), "'../up' is not a name of a folder"),
        (("doc1", "--title", "x"), "is not a control"),
        (("DOC-101", "elsewhere", "--title", "x"), "elsewhere: no folder of policies"),
    ],
)
def test_what_cannot_be_begun_is_refused_and_nothing_is_written(mlgate, policies, line, told):
    before = sorted(policies.rglob("*"))
    ran = mlgate("policy", "new", *line)
    assert ran.code == 2
    assert told in ran.err
    assert sorted(policies.rglob("*")) == before


def test_the_shipped_policies_are_not_ours_to_change(mlgate):
    assert mlgate("init").code == 0
    ran = mlgate("policy", "new", "DOC-101", "--title", "x")
    assert ran.code == 2
    assert "mlgate init --policies" in ran.err


def test_a_bundle_without_the_libraries_says_what_it_lacks(mlgate, policies):
    for name in ("controls", "lib", "waivers", "request", "classification"):
        shutil.rmtree(policies / name)
    from tests.policy.small import FILES  # noqa: PLC0415 - only here

    for name, text in FILES.items():
        (policies / name).parent.mkdir(parents=True, exist_ok=True)
        (policies / name).write_text(text)
    ran = mlgate("policy", "new", "DOC-101", "--title", "x")
    assert ran.code == 2
    assert "the bundle has no mlgate.lib.contents" in ran.err
