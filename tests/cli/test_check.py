"""``mlgate check --facts``: from a file to an exit code, with the policies of a folder."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlgate.cli.origin import of_subject
from mlgate.cli.render.source import Spot
from mlgate.cli.words import Named
from mlgate.model.decision import Decision
from mlgate.settings import load
from mlgate.shipped import shipped
from tests.cli.code_scanning import place, run_of
from tests.cli.decisions import decision
from tests.cli.houses import furnish
from tests.policy.small import FILES, document, item, other, waiver

POLICIES = {
    **FILES,
    "controls/other/o1/o1.rego": other(1),
    "controls/other/o2/o2.rego": other(2, codes='{bad: {effect: warn, message: "{scope} is near"}}'),
    "controls/other/o3/o3.rego": other(3, codes='{bad: {effect: approval, message: "no vote of {scope}"}}'),
}


def _filed(**scopes: str) -> dict[str, Any]:
    """Facts with an approved report and, for each control named, one finding of that scope."""
    evidence = {"report": [item({"gaps": {}})]} | {kind: [item({"bad": [scope]})] for kind, scope in scopes.items()}
    return {"evidence": evidence}


APPROVED, WARNED, PENDING, REJECTED = _filed(), _filed(o2="gap"), _filed(o3="model_owner"), _filed(o1="report")


@pytest.fixture
def check(mlgate, tmp_path: Path) -> Callable[..., Any]:
    """``check(facts, "-o", "json")`` with the small policies of this folder."""
    for name, text in POLICIES.items():
        path = tmp_path / "policies" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(changes: dict[str, Any], *options: str) -> Any:
        (tmp_path / "facts.json").write_text(json.dumps(document(**changes)), encoding="utf-8")
        return mlgate("check", "--facts", "facts.json", "--bundle", "policies", *options)

    return run


@pytest.mark.parametrize(
    ("facts", "options", "code", "verdict"),
    [
        (APPROVED, [], 0, "APPROVED"),
        (APPROVED, ["--fail-on-warn"], 0, "APPROVED"),
        (WARNED, [], 0, "APPROVED"),
        (WARNED, ["--fail-on-warn"], 4, "APPROVED"),
        (PENDING, [], 5, "PENDING"),
        (REJECTED, [], 1, "REJECTED"),
        (REJECTED | _filed(o1="x", o2="y"), ["--fail-on-warn"], 1, "REJECTED"),
        (_filed(o1="x", o3="y"), [], 1, "REJECTED"),
        (REJECTED | {"waivers": [waiver("OTH-001", "report")]}, ["--fail-on-warn"], 0, "APPROVED"),
    ],
)
def test_each_verdict_has_its_exit_code_and_comes_first(check, facts, options, code, verdict):
    ran = check(facts, *options)
    assert (ran.code, ran.err) == (code, "")
    assert ran.out.startswith(f"{verdict}   model/scorer/2   qa → pre_production\n")


def test_nothing_was_recorded_and_it_says_so(check, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    assert "nothing was recorded, nothing changed" in check(REJECTED).out
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "facts.json"])


def test_a_waiver_is_shown_with_what_it_excuses(check):
    ran = check(REJECTED | {"waivers": [waiver("OTH-001", "report", name="WVR-7")]})
    assert "Excused 1" in ran.out
    assert "waiver WVR-7" in ran.out


def test_json_is_a_decision_of_a_dry_run(check):
    decision = Decision.model_validate_json(check(REJECTED, "-o", "json").out)
    assert (decision.dry_run, decision.decision_id, decision.effect) == (True, None, "none")
    assert decision.controls == ("FAIR-001", "OTH-001", "OTH-002", "OTH-003")


def test_the_same_facts_give_the_same_bytes(check):
    assert check(WARNED, "-o", "json").out == check(WARNED, "-o", "json").out


def test_facts_may_come_from_standard_input(check, tmp_path):
    check(REJECTED)
    ran = subprocess.run(
        [sys.executable, "-m", "mlgate", "check", "--facts", "-", "--bundle", "policies"],
        input=(tmp_path / "facts.json").read_bytes(), capture_output=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (1, b"")
    broken = subprocess.run(
        [sys.executable, "-m", "mlgate", "check", "--facts", "-"],
        input=b"{", capture_output=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (broken.returncode, broken.stderr.partition(b":")[0]) == (2, b"standard input")


def test_the_configured_policies_are_asked_where_a_configuration_is_near(check, mlgate, tmp_path):
    check(REJECTED)
    (tmp_path / "governance.toml").write_text('[policy]\nbundle = "policies"\n')
    assert "policies 2026.11.1" in mlgate("check", "--facts", "facts.json").out
    (tmp_path / "governance.toml").write_text('[policy]\nbundle = "elsewhere"\n')
    assert mlgate("check", "--facts", "facts.json").code == 2


def test_what_a_check_of_a_file_does_not_need_is_not_loaded(check, tmp_path):
    check(REJECTED)
    script = (
        "import sys; from mlgate.__main__ import main\n"
        "code = main(['check', '--facts', 'facts.json', '--bundle', 'policies', '-o', 'json=out.json'])\n"
        "unwanted = ('boto3', 'botocore', 'jsonschema', 'rich', 'sqlite3', 'tenacity', 'requests', 'opa_client',\n"
        "            'mlgate.govern', 'mlgate.table.sqlite', 'mlgate.registry.sagemaker', 'mlgate.directory')\n"
        "print(code, [name for name in unwanted if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert ran.stdout == "1 []\n"


def test_a_bundle_that_could_decide_in_silence_is_not_asked(check, tmp_path):
    (tmp_path / "policies/controls/other/o1/o1.rego").write_text(
        "package mlgate.controls.other.o1\n\nfindings contains {"
    )
    ran = check(REJECTED)
    assert (ran.code, ran.out) == (2, "")
    assert "controls/other/o1/o1.rego" in ran.err


@pytest.mark.parametrize(
    ("case", "options", "code"),
    [("T02", [], 0), ("T03a", [], 1), ("T03b", [], 0), ("T03b", ["--fail-on-warn"], 4), ("X01", [], 1)],
)
def test_the_story_is_judged_by_the_shipped_policies_without_any_configuration(mlgate, case, options, code):
    ran = mlgate("check", "--facts", str(shipped("examples") / "credit-risk" / f"{case}.json"), *options)
    assert (ran.code, ran.err) == (code, "")


def test_the_widest_and_the_narrowest_terminal_show_the_same_findings(mlgate, monkeypatch):
    facts = str(shipped("examples") / "credit-risk" / "T05.json")
    shown = []
    for width in ("40", "120"):
        monkeypatch.setenv("COLUMNS", width)
        shown.append(set(re.findall(r"^  ([A-Z]+-\d{3}) ", mlgate("check", "--facts", facts).out, re.MULTILINE)))
    assert shown[0] == shown[1] != set()


def test_code_scanning_is_shown_the_document_and_the_control(check, tmp_path: Path):
    (tmp_path / ".git").mkdir()
    ran = check(REJECTED | _filed(o1="x"), "-o", "sarif")
    assert ran.code == 1
    run = run_of(ran.out)
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {"FAIR-001", "OTH-001", "OTH-002", "OTH-003"}
    (result,) = run["results"]
    assert result["ruleId"] == "OTH-001"
    assert place(result) == ("facts.json", 1)
    module = result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]
    assert module == {"uri": "policies/controls/other/o1/o1.rego", "uriBaseId": "%SRCROOT%"}


def test_a_finding_is_shown_at_the_line_of_the_document_that_its_control_reads(mlgate, tmp_path: Path):
    (tmp_path / ".git").mkdir()
    facts = json.loads((shipped("examples") / "credit-risk" / "T03a.json").read_text("utf-8"))
    (tmp_path / "facts.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    run = run_of(mlgate("check", "--facts", "facts.json", "-o", "sarif").out)
    lines = (tmp_path / "facts.json").read_text("utf-8").splitlines()
    (small,) = [item for item in run["results"] if item["ruleId"] == "FAIR-003"]
    assert lines[place(small)[1] - 1].strip().startswith('"fairness_report":')


def test_what_is_laid_over_a_subject_is_where_its_findings_are_shown(mlgate, tmp_path: Path):
    furnish(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "card.json").write_text("{}", encoding="utf-8")
    origin = of_subject(load(cwd=tmp_path), decision(controls=("FAIR-001",)), [Named("model_card", "card.json")])
    assert origin.documents == {"model_card": Spot(tmp_path / "card.json")}
    assert origin.whole == Spot(tmp_path / "governance.toml")
    assert origin.judges["FAIR-001"].module == Spot(tmp_path / "policies/controls/fairness/gap/gap.rego", 22)
