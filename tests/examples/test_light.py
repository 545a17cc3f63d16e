"""The light use cases have their four cases, and what would turn them."""

from __future__ import annotations

from typing import Any

from mlgate.policy.rego import RegoPolicy
from tests.examples.stories import CASES, STORIES, decided, facts, refreshed

STORY = STORIES[1]


def denied(policy: RegoPolicy, document: Any) -> set[tuple[str, str]]:
    return {
        (found.control, found.code) for found in decided(policy, refreshed(document)).findings if found.effect == "deny"
    }


def test_there_are_exactly_the_four_cases():
    assert {case.stem for case in CASES if case.parent == STORY} == {"CB01", "CB02", "DF01", "DF02"}


def test_one_document_is_between_the_refused_chatbot_and_the_approved_one():
    refused, approved = facts(STORY / "CB01.json").document, facts(STORY / "CB02.json").document
    assert set(approved.evidence) - set(refused.evidence) == {"transparency_notice"}


def test_a_notice_for_another_trigger_does_not_let_the_chatbot_through(policy: RegoPolicy):
    document = facts(STORY / "CB02.json").document
    (held,) = document.evidence["transparency_notice"]
    other = [{**notice, "trigger": "deep_fake"} for notice in held.body["notices"]]
    changed = held.model_copy(update={"body": {"notices": other}})
    evidence = {**document.evidence, "transparency_notice": (changed,)}
    assert denied(policy, document.model_copy(update={"evidence": evidence})) == {("TRN-001", "notice_missing")}


def test_a_waiver_on_the_notice_does_not_help(policy: RegoPolicy):
    document = facts(STORY / "CB01.json").document
    borrowed = facts(STORIES[0] / "T05.json").document.waivers[0]
    granted = borrowed.model_copy(
        update={
            "control": "TRN-001",
            "subject": document.subject.ref,
            "scopes": ("",),
            "granted_at": "2026-09-07T09:00:00Z",
            "expires_at": "2026-10-01T09:00:00Z",
        }
    )
    found = denied(policy, document.model_copy(update={"waivers": (granted,)}))
    assert {control for control, _ in found} == {"TRN-001", "WVR-001"}


def test_the_forecast_needs_its_classification_and_its_votes(policy: RegoPolicy):
    document = facts(STORY / "DF02.json").document
    evidence = {kind: items for kind, items in document.evidence.items() if kind != "risk_classification"}
    assert ("CLS-001", "evidence_missing") in denied(policy, document.model_copy(update={"evidence": evidence}))
    unasked = decided(policy, refreshed(document.model_copy(update={"approvals": ()})))
    assert unasked.verdict == "pending"


def test_the_forecast_needs_its_datasheet_and_what_else_it_lacks_only_warns(policy: RegoPolicy):
    for case in ("DF01", "DF02"):
        document = facts(STORY / f"{case}.json").document
        needed = {kind: document.evidence[kind] for kind in ("risk_classification", "dataset_datasheet")}
        assert denied(policy, document.model_copy(update={"evidence": needed})) == set()
        del needed["dataset_datasheet"]
        assert denied(policy, document.model_copy(update={"evidence": needed})) == {("DAT-005", "evidence_missing")}
