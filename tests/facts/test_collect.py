"""What facts carry of a table: the newest documents, and of questionnaires all that was ever approved."""

from __future__ import annotations

import json

import pytest

from mlgate import directory
from mlgate.canonical import canonical, digest_bytes
from mlgate.decide import decide
from mlgate.facts.collect import Situation, bodies_needed, collect
from mlgate.model.decision import Decision
from mlgate.model.entry import EvidenceApproved
from mlgate.model.facts import Approver, Facts
from mlgate.model.people import Actor
from mlgate.model.request import Request
from mlgate.model.vocabulary import DocumentStatus, RegistryKind
from mlgate.policy.bundle import load
from mlgate.policy.rego import RegoPolicy
from mlgate.policy.regorus import RegorusEngine
from mlgate.shipped import shipped
from tests.table.story import USE_CASE, Desk, evidence, moment, use_case

STORY = shipped("examples") / "credit-risk"
KIND = "risk_classification"


def _questionnaire(name: str) -> bytes:
    return canonical(json.loads((STORY / "documents" / name / f"{KIND}.json").read_text("utf-8")))


ADMITTED, DENIED = _questionnaire("UC-SS-009"), _questionnaire("UC-CR-001")


@pytest.fixture(scope="module")
def policy() -> RegoPolicy:
    bundle = load(shipped("policies"))
    return RegoPolicy(bundle, RegorusEngine(bundle))


@pytest.fixture
def desk() -> Desk:
    """A use case whose questionnaire admits a prohibited practice, and was approved so."""
    registered = Desk()
    registered.add(use_case(), _filed(ADMITTED), _approved(ADMITTED))
    return registered


def _filed(data: bytes, status: DocumentStatus = DocumentStatus.IN_REVIEW):
    return evidence(KIND, data, ref=USE_CASE, status=status, created_by="u-lena.ortiz")


def _approved(data: bytes) -> EvidenceApproved:
    approver = Approver(person="u-helen.moore", role="governance_officer", at=moment(0))
    return EvidenceApproved(subject=USE_CASE, type=KIND, digest=digest_bytes(data), approver=approver)


PLAN = canonical(
    {
        "overseers": [{"person": "u-sam.okafor"}, {"person": "u-nobody"}],
        "notes": {"read": ["u-nora.klein"]},
    }
)


def _facts(policy: RegoPolicy, desk: Desk) -> Facts:
    people = directory.read(STORY / "directory.toml")
    situation = Situation(policy.lifecycle, RegistryKind.SANDBOX, people.excerpt, moment(600))
    by = Actor(person="svc-monitor", authenticated=True)
    request = Request(
        subject=USE_CASE, to_stage=None, check="MON", requester=by, reason=None, replaces=None, request_id=None
    )
    held = {digest_bytes(data): json.loads(data) for data in (ADMITTED, DENIED, PLAN)}
    bodies = {name: held[name] for name in bodies_needed(USE_CASE, desk.views, policy.lifecycle)}
    return collect(request, desk.views, bodies, situation)


def _carried(facts: Facts) -> list[tuple[str, DocumentStatus]]:
    names = {digest_bytes(ADMITTED): "admitted", digest_bytes(DENIED): "denied"}
    return [(names[item.digest], item.status) for item in facts.document.evidence[KIND]]


def _decided(policy: RegoPolicy, facts: Facts) -> Decision:
    found = policy.evaluate(facts)
    return decide(
        facts, found, policy=policy.reference, engine=policy.engine, mlgate="0", request_id=None, dry_run=True
    )


def test_of_what_nobody_approved_only_the_newest_is_carried(policy, desk):
    desk.add(_filed(DENIED), _filed(DENIED))
    assert _carried(_facts(policy, desk)) == [
        ("denied", DocumentStatus.IN_REVIEW),
        ("admitted", DocumentStatus.SUPERSEDED),
    ]


@pytest.mark.parametrize("status", [DocumentStatus.DRAFT, DocumentStatus.IN_REVIEW])
def test_no_number_of_newer_questionnaires_hides_an_approved_admission(policy, desk, status):
    desk.add(*(_filed(DENIED, status) for _ in range(20)))
    facts = _facts(policy, desk)
    assert [name for name, _ in _carried(facts)] == ["denied", "admitted"]
    decision = _decided(policy, facts)
    prohibited = [finding.scope for finding in decision.findings if finding.code == "prohibited_practice"]
    assert (decision.verdict, decision.risk_tier, prohibited) == ("rejected", "unacceptable", ["c"])


def test_not_even_an_approved_questionnaire_cures_an_admission(policy, desk):
    desk.add(_filed(DENIED), _approved(DENIED))
    facts = _facts(policy, desk)
    assert _carried(facts) == [("denied", DocumentStatus.APPROVED), ("admitted", DocumentStatus.SUPERSEDED)]
    assert "prohibited_practice" in {finding.code for finding in _decided(policy, facts).findings}


def test_whom_a_document_names_inside_comes_along_from_the_directory(policy, desk):
    """An overseer stands in a list of a plan, and nowhere else; a stranger to the directory is left out."""
    assert {"u-sam.okafor", "u-nora.klein"}.isdisjoint(_facts(policy, desk).document.directory.people)
    desk.add(evidence("human_oversight_plan", PLAN, ref=USE_CASE, created_by="u-lena.ortiz"))
    people = set(_facts(policy, desk).document.directory.people)
    assert {"u-sam.okafor", "u-nora.klein"} <= people
    assert "u-nobody" not in people
