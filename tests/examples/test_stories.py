"""Every case of every story is what its story says, and ends as expected."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mlgate.canonical import digest, digest_bytes
from mlgate.facts import documents
from mlgate.policy.rego import RegoPolicy
from tests.examples.stories import CASES, STORIES, assembler, decided, expected, facts, findings


@pytest.fixture(scope="module")
def assemble() -> ModuleType:
    return assembler()


@pytest.fixture(scope="module")
def told(assemble: ModuleType) -> dict[Path, Any]:
    return {folder: assemble.read(folder) for folder in STORIES}


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_every_case_of_a_story_has_its_facts_and_its_expected_result(folder: Path, told: dict[Path, Any]):
    assert {path.name for path in folder.glob("*.json")} == {
        f"{case}{end}" for case in told[folder].told["cases"] for end in (".json", ".expected.json")
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_facts_file_is_what_the_story_makes(case: Path, told: dict[Path, Any], assemble: ModuleType):
    made = assemble.text(assemble.facts(told[case.parent], case.stem))
    assert case.read_text("utf-8") == made, f"run: python examples/credit-risk/assemble.py {case.parent}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_document_of_a_case_is_true_to_its_schema_and_digest(case: Path):
    for kind, items in facts(case).document.evidence.items():
        for item in items:
            documents.validate(kind, item.body, f"{case.stem}: {kind}")
            assert item.digest == digest(item.body)


@pytest.mark.parametrize(
    "path",
    sorted(path for story in STORIES for path in (story / "documents").rglob("*.json")),
    ids=lambda path: path.parent.name + "/" + path.name,
)
def test_every_document_on_disk_is_true_to_its_schema(path: Path):
    documents.validate(path.name.partition(".")[0], json.loads(path.read_text("utf-8")), path.name)


@pytest.mark.parametrize("folder", STORIES, ids=lambda folder: folder.name)
def test_the_questionnaire_quotes_the_registered_purpose(folder: Path, told: dict[Path, Any]):
    for path in (folder / "documents").glob("*/risk_classification.json"):
        system = told[folder].told["use_cases"][f"use-case/{path.parent.name}"]
        body = json.loads(path.read_text("utf-8"))
        assert body["intended_purpose"] == system["intended_purpose"]
        assert body["intended_purpose_sha256"] == digest_bytes(system["intended_purpose"].encode())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_rates_in_reports_follow_from_their_counts(case: Path):
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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_ends_exactly_as_expected(case: Path, policy: RegoPolicy):
    wanted = expected(case)
    decision = decided(policy, facts(case))
    ended = decision.document()
    assert findings(decision) == wanted["findings"]
    assert {name: ended[name] for name in ("verdict", "gate", "risk_tier", "moves_to")} == {
        name: wanted[name] for name in ("verdict", "gate", "risk_tier", "moves_to")
    }
