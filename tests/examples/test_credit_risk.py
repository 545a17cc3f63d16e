"""The cases of the credit-risk story are what the story says, and end as expected."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mlgate import decide
from mlgate.canonical import canonical, digest, digest_bytes
from mlgate.facts import documents, file
from mlgate.model.decision import Decision, Evaluation
from mlgate.model.facts import Facts
from mlgate.policy.bundle import load
from mlgate.policy.rego import RegoPolicy
from mlgate.policy.regorus import RegorusEngine
from mlgate.shipped import shipped, version

STORY = shipped("examples") / "credit-risk"
CASES = ["T01", "T02", "T03a", "T03b", "T04", "T05", "T06", "T07", "T07y", "M01", "M03", "X01"]


def _assembler() -> ModuleType:
    spec = importlib.util.spec_from_file_location("credit_risk_assemble", STORY / "assemble.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def assemble() -> ModuleType:
    return _assembler()


@pytest.fixture(scope="module")
def story(assemble: ModuleType) -> Any:
    return assemble.read()


@pytest.fixture(scope="module")
def policy() -> RegoPolicy:
    bundle = load(shipped("policies"))
    return RegoPolicy(bundle, RegorusEngine(bundle))


def expected(case: str) -> dict[str, Any]:
    return json.loads((STORY / f"{case}.expected.json").read_text("utf-8"))


def facts(case: str) -> Facts:
    return file.read(STORY / f"{case}.json")


def decided(policy: RegoPolicy, found: Facts) -> Decision:
    evaluation: Evaluation = policy.evaluate(found)
    return decide.decide(
        found,
        evaluation,
        policy=policy.reference,
        engine=policy.engine,
        mlgate=version(),
        request_id=None,
        dry_run=True,
    )


def findings(decision: Decision) -> list[dict[str, Any]]:
    kept = ("control", "code", "effect", "status", "waiver", "scope")
    return [{name: found[name] for name in kept} for found in decision.document()["findings"]]


def test_the_story_has_exactly_the_twelve_cases(story: Any):
    assert list(story.told["cases"]) == CASES
    assert {path.name for path in STORY.glob("*.json")} == {
        f"{case}{end}" for case in CASES for end in (".json", ".expected.json")
    }


@pytest.mark.parametrize("case", CASES)
def test_the_facts_file_is_what_the_story_makes(case: str, assemble: ModuleType, story: Any):
    made = assemble.text(assemble.facts(story, case))
    assert (STORY / f"{case}.json").read_text("utf-8") == made, "run: python examples/credit-risk/assemble.py"


@pytest.mark.parametrize("case", CASES)
def test_every_document_of_a_case_is_true_to_its_schema_and_digest(case: str):
    for kind, items in facts(case).document.evidence.items():
        for item in items:
            documents.validate(kind, item.body, f"{case}: {kind}")
            assert item.digest == digest(item.body)


@pytest.mark.parametrize(
    "path", sorted((STORY / "documents").rglob("*.json")), ids=lambda path: path.parent.name + "/" + path.name
)
def test_every_document_on_disk_is_true_to_its_schema(path: Path):
    documents.validate(path.name.partition(".")[0], json.loads(path.read_text("utf-8")), path.name)


def test_the_questionnaire_quotes_the_registered_purpose(story: Any):
    for name, told in story.told["use_cases"].items():
        folder = STORY / "documents" / name.removeprefix("use-case/")
        body = json.loads((folder / "risk_classification.json").read_text("utf-8"))
        assert body["intended_purpose"] == told["intended_purpose"]


@pytest.mark.parametrize("case", CASES)
def test_rates_in_reports_follow_from_their_counts(case: str):
    evidence = facts(case).document.evidence
    for kind in ("fairness_report", "monitoring_report"):
        for item in evidence.get(kind, ()):
            for group in item.body.get("groups", ()):
                approved = group["good_approved"] + group["n_bad"] - group["bad_rejected"]
                assert group["n"] == group["n_good"] + group["n_bad"]
                assert group["approval_rate"] == pytest.approx(approved / group["n"], abs=5e-5)
    for item in evidence.get("evaluation_report", ()):
        body = item.body
        counts = body["confusion"]
        assert counts["tp"] + counts["fn"] == body["n_bad"]
        assert sum(counts.values()) == body["n_test"]
        assert body["recall_bad"] == pytest.approx(counts["tp"] / body["n_bad"], abs=5e-5)
        assert body["precision_bad"] == pytest.approx(counts["tp"] / (counts["tp"] + counts["fp"]), abs=5e-5)


@pytest.mark.parametrize("case", CASES)
def test_a_case_ends_exactly_as_expected(case: str, policy: RegoPolicy):
    wanted = expected(case)
    decision = decided(policy, facts(case))
    ended = decision.document()
    assert findings(decision) == wanted["findings"]
    assert {name: ended[name] for name in ("verdict", "gate", "risk_tier", "moves_to")} == {
        name: wanted[name] for name in ("verdict", "gate", "risk_tier", "moves_to")
    }


def test_a_vote_of_an_author_does_not_count(policy: RegoPolicy):
    """The approved request of T07, had the model owner written part of the model."""
    document = facts("T07").document
    subject = document.subject.model_copy(update={"authors": (*document.subject.authors, "u-priya.nair")})
    decision = decided(policy, refreshed(document.model_copy(update={"subject": subject})))
    assert decision.verdict == "rejected"
    assert {found.control for found in decision.findings if found.effect == "deny"} == {"GOV-003"}


def test_past_its_end_a_waiver_excuses_nothing(policy: RegoPolicy):
    """The waived request of T03b, asked the day after the waiver ended."""
    document = facts("T03b").document
    changed = refreshed(document.model_copy(update={"now": "2027-02-06T09:00:00Z"}))
    decision = decided(policy, changed)
    assert decision.verdict == "rejected"
    fair = [found for found in decision.findings if found.control == "FAIR-003"]
    assert [(found.scope, found.status) for found in fair] == [("age=65+", "open")]


def test_a_waiver_on_the_impact_assessment_does_not_help(policy: RegoPolicy):
    """The rejected request of T05, with an exception to what has none."""
    document = facts("T05").document
    granted = document.waivers[0].model_copy(update={"id": "WVR-2026-015", "control": "RSK-002", "scopes": ("",)})
    decision = decided(policy, refreshed(document.model_copy(update={"waivers": (*document.waivers, granted)})))
    denies = {(found.control, found.status) for found in decision.findings if found.effect == "deny"}
    assert ("RSK-002", "open") in denies
    assert ("WVR-001", "open") in denies


def refreshed(document: Any) -> Facts:
    data = canonical(document.model_dump(mode="json", by_alias=True))
    return Facts(document, data, digest_bytes(data))
