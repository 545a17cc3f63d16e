"""What an auditor asks: what the pairs of questions differ in, and that every question says why."""

from __future__ import annotations

import re

from mlgate.policy.rego import RegoPolicy
from tests.examples.stories import CASES, STORIES, decided, expected, facts, refreshed

STORY = STORIES[2]
ASKED = [case for case in CASES if case.parent == STORY]


def test_the_readme_answers_every_question():
    answered = re.findall(r"\bQ\d\d[a-c]?\b", (STORY / "README.md").read_text("utf-8"))
    assert {case.stem for case in ASKED} <= set(answered)


def test_there_are_more_than_twelve_questions_and_not_all_are_refused():
    verdicts = [expected(case)["verdict"] for case in ASKED]
    assert len(verdicts) > 12
    assert set(verdicts) == {"approved", "pending", "rejected"}


def test_one_day_is_between_a_waiver_that_helps_and_one_that_does_not():
    long, short = (facts(STORY / f"{case}.json").document for case in ("Q03a", "Q03b"))
    assert long.waivers[0].expires_at != short.waivers[0].expires_at
    assert long.evidence == short.evidence


def test_one_second_is_between_a_warning_and_the_law():
    before, after = (facts(STORY / f"{case}.json").document for case in ("Q08a", "Q08b"))
    assert (before.now, after.now) == ("2027-12-01T23:59:59Z", "2027-12-02T00:00:00Z")
    assert before.model_copy(update={"now": after.now}) == after


def test_a_refusal_before_its_law_names_the_day_of_the_law(policy: RegoPolicy):
    for case in ("Q09a", "Q09b"):
        found = decided(policy, facts(STORY / f"{case}.json")).findings
        assert [finding.message for finding in found if finding.control == "CLS-002"] == [
            "prohibited practice: Art 5(1)(ba), law from 2026-12-02 (use-case/UC-UD-010)"
        ]


def test_a_group_of_perfect_ratios_is_refused_for_its_size_alone():
    (report,) = facts(STORY / "Q14.json").document.evidence["fairness_report"]
    (small,) = [group for group in report.body["groups"] if group["n"] < 100]
    assert (small["di_ratio"], small["eod"]) == (1.0, 0.0)


def test_the_same_model_has_another_tier_in_another_system():
    assert expected(STORY / "Q11a.json")["risk_tier"] == "minimal"
    assert expected(STORY / "Q11b.json")["risk_tier"] == "high"
    alone, inside = (facts(STORY / f"{case}.json").document.subject for case in ("Q11a", "Q11b"))
    assert alone.artifact_digest == inside.artifact_digest


def test_a_finding_of_production_is_not_closed_at_an_earlier_gate_by_any_new_document(policy: RegoPolicy):
    """The approved request of Q19c, had the technical documentation been filed anew without section 9."""
    document = facts(STORY / "Q19c.json").document
    (held,) = document.evidence["technical_documentation"]
    body = {**held.body, "sections": {name: part for name, part in held.body["sections"].items() if name != "9"}}
    changed = held.model_copy(update={"body": body})
    evidence = {**document.evidence, "technical_documentation": (changed,)}
    decision = decided(policy, refreshed(document.model_copy(update={"evidence": evidence})))
    denied = [(found.control, found.code) for found in decision.findings if found.effect == "deny"]
    assert denied == [("GOV-008", "still_denied")]


def test_one_second_is_between_a_waiver_that_still_excuses_in_production_and_one_that_does_not():
    before, after = (facts(STORY / f"{case}.json").document for case in ("Q22a", "Q22b"))
    assert (before.now, after.now) == ("2027-07-01T08:59:59Z", "2027-07-01T09:00:00Z")
    assert before.model_copy(update={"now": after.now}) == after
