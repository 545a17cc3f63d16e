"""The credit-risk story has its twelve cases, and what would turn them."""

from __future__ import annotations

from mlgate.policy.rego import RegoPolicy
from tests.examples.stories import CASES, STORIES, decided, facts, refreshed

STORY = STORIES[0]


def test_the_story_has_exactly_the_twelve_cases():
    told = "T01 T02 T03a T03b T04 T05 T06 T07 T07y M01 M03 X01"
    assert {case.stem for case in CASES if case.parent == STORY} == set(told.split())


def test_a_vote_of_an_author_does_not_count(policy: RegoPolicy):
    """The approved request of T07, had the model owner written part of the model."""
    document = facts(STORY / "T07.json").document
    subject = document.subject.model_copy(update={"authors": (*document.subject.authors, "u-priya.nair")})
    decision = decided(policy, refreshed(document.model_copy(update={"subject": subject})))
    assert decision.verdict == "rejected"
    assert {found.control for found in decision.findings if found.effect == "deny"} == {"GOV-003"}


def test_past_its_end_a_waiver_excuses_nothing(policy: RegoPolicy):
    """The waived request of T03b, asked the day after the waiver ended."""
    document = facts(STORY / "T03b.json").document
    changed = refreshed(document.model_copy(update={"now": "2027-02-06T09:00:00Z"}))
    decision = decided(policy, changed)
    assert decision.verdict == "rejected"
    fair = [found for found in decision.findings if found.control == "FAIR-003"]
    assert [(found.scope, found.status) for found in fair] == [("age=65+", "open")]


def test_a_waiver_on_the_impact_assessment_does_not_help(policy: RegoPolicy):
    """The rejected request of T05, with an exception to what has none."""
    document = facts(STORY / "T05.json").document
    granted = document.waivers[0].model_copy(update={"id": "WVR-2026-015", "control": "RSK-002", "scopes": ("",)})
    decision = decided(policy, refreshed(document.model_copy(update={"waivers": (*document.waivers, granted)})))
    denies = {(found.control, found.status) for found in decision.findings if found.effect == "deny"}
    assert ("RSK-002", "open") in denies
    assert ("WVR-001", "open") in denies
