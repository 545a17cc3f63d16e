"""The way of one request: recorded before anything is sent, answered once, under what is in force, and for good."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from mlgate.canonical import canonical, digest_bytes
from mlgate.compose import house, record
from mlgate.demo import REGION, StoryClock
from mlgate.errors import NotInForceError, RequestReusedError
from mlgate.facts.attachment import Attachment
from mlgate.facts.parse import parse
from mlgate.model.entry import Decided, EvidenceAdded
from mlgate.model.subject import subject
from mlgate.model.value import instant
from mlgate.model.vocabulary import ModelRole, Stage
from mlgate.policy.bundle import from_document
from mlgate.policy.rego import RegoPolicy
from mlgate.policy.regorus import RegorusEngine
from mlgate.sandbox import FaultKind, Sandbox
from mlgate.sandbox.seed import model_version
from mlgate.settings import load
from mlgate.shipped import shipped
from tests.e2e.place import EXAMPLE, MODEL, READY_FOR_QA, USE_CASE, ask, decisions, file, is_whole, vote
from tests.e2e.production import VERSION_3, file_until, place_of_version_3, told_until_production

LATER = "2026-10-20T09:10:00Z"
CHAIN = subject(MODEL).chain
CARD = EXAMPLE / "documents" / "credit-risk-scorer-2" / "model_card.json"


@dataclass(slots=True)
class Watched:
    """A registry that has somebody look into the table, by another connection, before each write passes."""

    inner: Any
    look: Any
    seen: list[Any] = field(default_factory=list)

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def update(self, package, effect):
        self.seen.append((effect.entry, *self.look()))
        self.inner.update(package, effect)


@dataclass(slots=True)
class Counted:
    """A table that remembers the kinds of entries of each commit."""

    inner: Any
    commits: list[list[str]] = field(default_factory=list)

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def commit(self, commit):
        self.inner.commit(commit)
        self.commits.append([entry.body.kind for entry in commit.entries])


def another_card(opened, words: str = "Corrected.") -> str:
    """A newer model card, approved: what was voted on has changed. Its digest."""
    card = json.loads(CARD.read_bytes())
    card["model_overview"]["model_description"] += f" {words}"
    attachment = Attachment("model_card", json.dumps(card).encode(), "card")
    entry = opened.acting_as("u-amir.haddad").recorder.add_evidence(MODEL, attachment)
    opened.acting_as("u-priya.nair").recorder.approve_evidence(entry.body.digest, role="model_owner")
    return entry.body.digest


def stored(place) -> dict[str, bytes]:
    """The bytes of the database and of its journal."""
    return {path.name: path.read_bytes() for path in place.folder.glob("governance.db*") if path.suffix != ".db-shm"}


def stages(opened) -> dict[str, str]:
    return {view.ref: f"{view.stage} {view.visit} {view.status}" for view in opened.table.subjects()}


def test_the_decision_is_in_the_table_before_the_registry_is_called(place):
    def look():
        with record(place._settings(place.folder)) as table:
            return [entry.hash for entry in decisions(table.entries(CHAIN))]

    with place.open(READY_FOR_QA) as opened:
        watched = Watched(opened.registry, look)
        watching = replace(opened, governor=replace(opened.governor, registry=watched))
        assert watching.gate(ask(opened, Stage.QA, "ci-1")).effect == "applied"
        (decision,) = decisions(opened.table.entries(CHAIN))
        assert watched.seen == [(decision.hash, decision.hash)]
        assert place.state_of(opened).metadata["mlgate-entry-hash"] == decision.hash
    assert place.updates() == ["1"]


def test_a_pending_request_asked_again_is_evaluated_anew_and_linked(place):
    with place.open(READY_FOR_QA) as opened:
        another_card(opened)
        first = opened.gate(ask(opened, Stage.QA, "ci-1"))
        vote(opened.acting_as("u-priya.nair"), "model_owner", Stage.QA)
        second = opened.gate(ask(opened, Stage.QA, "ci-1"))
        assert [first.verdict, second.verdict] == ["pending", "approved"]
        supersedes = [entry.body.supersedes for entry in decisions(opened.table.entries(CHAIN))]
        assert supersedes == [None, first.decision_id]
        answered = opened.table.answered("u-tom.berg", "ci-1")
        assert (answered.attempt, answered.decision_id, answered.verdict) == (2, second.decision_id, "approved")
        is_whole(place, opened)


def test_an_approved_request_asked_again_is_the_same_decision_and_sends_nothing(place):
    with place.open(READY_FOR_QA) as opened:
        first = opened.gate(ask(opened, Stage.QA, "ci-1"))
        place.sandbox.calls.clear()
        before = stages(opened), list(opened.table.newest(1000))
        assert opened.gate(ask(opened, Stage.QA, "ci-1")) == first
        assert (stages(opened), list(opened.table.newest(1000))) == before
    assert place.updates() == []


def test_a_rejected_request_asked_again_stays_rejected(place):
    with place.open(READY_FOR_QA) as opened:
        first = opened.gate(ask(opened, Stage.PRODUCTION, "ci-1"))
        assert (first.verdict, opened.gate(ask(opened, Stage.PRODUCTION, "ci-1"))) == ("rejected", first)
        assert len(decisions(opened.table.entries(CHAIN))) == 1


@pytest.mark.parametrize("asked", ["ci-1", "ci-2"])
def test_a_request_id_used_for_something_else_changes_nothing(place, asked):
    with place.open(READY_FOR_QA) as opened:
        another_card(opened)
        opened.gate(ask(opened, Stage.QA, "ci-1"))
        opened.gate(ask(opened, Stage.PRODUCTION, "ci-2"))
        before = stages(opened), list(opened.table.newest(1000))
        with pytest.raises(RequestReusedError):
            opened.gate(ask(opened, Stage.RETIRED, asked))
        with pytest.raises(RequestReusedError):
            opened.gate(ask(opened, Stage.QA, asked).model_copy(update={"reason": "another one"}))
        assert (stages(opened), list(opened.table.newest(1000))) == before


def _milder_policies(folder):
    shutil.copytree(shipped("policies"), folder / "policies")
    thresholds = folder / "policies" / "config" / "thresholds" / "data.yaml"
    thresholds.write_text(thresholds.read_text("utf-8").replace("value: 0.80", "value: 0.10"), "utf-8")
    return '[policy]\nbundle = "policies"\n'


def _more_roles(folder):
    directory = folder / "directory.toml"
    directory.write_text(directory.read_text("utf-8").replace('["ml_engineer"]', '["ml_engineer", "model_owner"]'))
    return ""


def _another_region(folder):
    config = folder / "governance.toml"
    config.write_text(config.read_text("utf-8").replace(REGION, "eu-west-1"))
    return ""


@pytest.mark.parametrize("change", [_milder_policies, _more_roles, _another_region])
def test_what_is_not_in_force_is_good_for_check_only(place, tmp_path, change):
    folder = tmp_path / "mine"
    shutil.copytree(place.folder, folder)
    added = change(folder)
    with (folder / "governance.toml").open("a") as config:
        config.write(added)
    settings = load(folder / "governance.toml", environment={})
    with house(settings, as_person="u-tom.berg", now=StoryClock(instant(READY_FOR_QA))) as opened:
        assert opened.check(ask(opened, Stage.QA, None)).verdict == "approved"
        before = list(opened.table.newest(1000))
        with pytest.raises(NotInForceError):
            opened.gate(ask(opened, Stage.QA, "ci-1"))
        assert list(opened.table.newest(1000)) == before


def test_check_writes_nothing(place):
    with place.open(READY_FOR_QA) as opened:
        before = stored(place)
        overlay = Attachment("model_card", CARD.read_bytes(), "card")
        answers = [
            opened.check(ask(opened, Stage.QA, "ci-1")),
            opened.check(ask(opened, Stage.QA, None), overlays=[overlay], at=instant("2027-01-01T00:00:00Z")),
            opened.check(ask(opened, Stage.PRODUCTION, None)),
        ]
        assert [(one.verdict, one.dry_run, one.decision_id) for one in answers] == [
            ("approved", True, None),
            ("rejected", True, None),
            ("rejected", True, None),
        ]
        assert stored(place) == before
    assert place.updates() == []


def test_a_decision_can_be_made_again_from_what_is_stored(place):
    with place.open(READY_FOR_QA) as opened:
        opened.gate(ask(opened, Stage.QA, "ci-1"))
        opened.gate(ask(opened, Stage.PRE_PRODUCTION, "ci-2"))
        made = [entry.body for entry in decisions(opened.table.entries(CHAIN))]
        assert [body.decision.verdict for body in made] == ["approved", "rejected"]
        for body in made:
            named = [
                body.decision.facts_digest,
                body.raw_digest,
                body.decision.policy.digest,
                body.directory_digest,
                body.schemas_digest,
            ]
            archive = opened.table.blobs(named)
            assert {digest: digest_bytes(data) for digest, data in archive.items()} == {each: each for each in named}
            facts, raw, document, *_ = (archive[digest] for digest in named)
            bundle = from_document(document)
            evaluation = RegoPolicy(bundle, RegorusEngine(bundle)).evaluate(parse(facts, "archive"))
            assert canonical(evaluation.raw) == raw


def test_a_rejecting_vote_and_its_decision_are_one_commit(place):
    with place.open(READY_FOR_QA, "u-priya.nair") as opened:
        counted = Counted(opened.table)
        governor = replace(opened.governor, ledger=replace(opened.governor.ledger, table=counted))
        decision = replace(opened, governor=governor).reject(ask(opened, Stage.QA, "no-1"), role="model_owner")
        assert (decision.verdict, counted.commits) == ("rejected", [["vote.cast", "decision"], ["effect.settled"]])
        assert place.state_of(opened).approval_status == "Rejected"


def _read_is_what_stood(opened) -> None:
    """The rejection keeps, by control, the digests of the documents that it judged; the entry says the same."""
    entry = decisions(opened.table.entries("model/credit-risk-scorer"))[-1]
    view = opened.table.read([MODEL]).views[MODEL]
    assert view.rejections[-1].read == entry.body.read
    assert entry.body.read["VAL-001"] == {"validation_report": ()}
    reports = entry.body.read["FAIR-003"]
    assert reports["evaluation_report"] == (view.evidence["evaluation_report"][0].digest,)
    assert reports["fairness_report"] == ()


def _sent_back(opened) -> str:
    """The id of the decision by which the owner's vote sends the model from QA back to development."""
    opened.gate(ask(opened, Stage.QA, "ci-1"))
    owner = opened.acting_as("u-priya.nair")
    decision = owner.reject(ask(owner, Stage.PRE_PRODUCTION, "no-1"), role="model_owner")
    assert (decision.verdict, decision.moves_to) == ("rejected", "development")
    return decision.decision_id


def test_a_model_that_was_sent_back_needs_new_votes_and_its_findings_closed(place):
    with place.open(READY_FOR_QA) as opened:
        decision_id = _sent_back(opened)
        assert "read" not in decisions(opened.table.entries(CHAIN))[0].hashed()["body"]
        _read_is_what_stood(opened)
        view = opened.table.read([MODEL]).views[MODEL]
        assert (view.stage, view.visit, view.votes) == ("development", 2, ())
        again = opened.gate(ask(opened, Stage.QA, "ci-2"))
        assert again.verdict == "rejected"
        assert {(found.control, found.code) for found in again.findings} == {
            ("GOV-002", "vote_missing"),
            ("GOV-008", "still_denied"),
            ("GOV-008", "evidence_unchanged"),
            ("GOV-008", "vote_unanswered"),
        }
        assert f"{decision_id}/VAL-001" in {found.scope for found in again.findings}
        is_whole(place, opened)


def test_what_sent_a_model_back_is_closed_by_new_evidence_that_answers_it(place):
    """Documents that were missing are filed, the small group is waived, and a new card answers the vote."""
    clock = StoryClock(instant(READY_FOR_QA))
    with place.open_with(clock) as opened:
        decision_id = _sent_back(opened)
        file(opened, clock, until="2026-11-12T08:00:00Z", after=READY_FOR_QA)
        for person, role in (("u-helen.moore", "governance_officer"), ("u-carl.weiss", "business_risk_owner")):
            opened.acting_as(person).recorder.grant_waiver(MODEL, **_SMALL_GROUP, role=role)
        _vote_for_qa(opened)
        asked = opened.gate(ask(opened, Stage.QA, "ci-2"))
        assert [(found.code, found.scope) for found in asked.findings if found.effect == "deny"] == [
            ("vote_unanswered", f"{decision_id}/GOV-002/model_owner")
        ]
        _answer(opened, decision_id)
        _vote_for_qa(opened)
        assert opened.gate(ask(opened, Stage.QA, "ci-3")).verdict == "approved"
        is_whole(place, opened)


_SMALL_GROUP = {
    "id": "WVR-1",
    "control": "FAIR-003",
    "scopes": ["age=65+"],
    "reason": "65+ has 61 test cases",
    "compensating_controls": ["manual review of every 65+ refusal"],
    "expires_at": instant("2027-01-05T09:00:00Z"),
    "renews": None,
}


def _vote_for_qa(opened) -> None:
    vote(opened.acting_as("u-priya.nair"), "model_owner", Stage.QA)


def _answer(opened, decision_id: str) -> None:
    card = json.loads(CARD.read_text("utf-8")) | {"closes": [decision_id]}
    attachment = Attachment("model_card", json.dumps(card).encode(), "card.json")
    entry = opened.acting_as("u-amir.haddad").recorder.add_evidence(MODEL, attachment)
    opened.acting_as("u-priya.nair").recorder.approve_evidence(entry.body.digest, role="model_owner")


@pytest.mark.parametrize(
    ("action", "verdict", "codes"),
    [("disable_endpoint", "approved", {"stop_incomplete"}), ("rollback", "rejected", {"never_released"})],
)
def test_break_glass_stops_what_was_never_released_and_releases_nothing(place, action, verdict, codes):
    with place.open(READY_FOR_QA) as opened:
        body = json.loads((shipped("schemas") / "documents" / "examples" / "break_glass.valid.json").read_text("utf-8"))
        body |= {"action": action, "started_at": READY_FOR_QA, "expires_at": LATER}
        opened.recorder.add_evidence(MODEL, Attachment("break_glass", json.dumps(body).encode(), "bg.json"))
        decision = opened.gate(ask(opened, None, "bg-1", check="BG"))
        assert (decision.gate, decision.verdict, decision.moves_to) == ("BG", verdict, None)
        assert codes <= {found.code for found in decision.findings}
        assert stages(opened)[MODEL] == "development 1 pending"
        is_whole(place, opened)


def test_a_use_case_follows_its_only_model_and_the_system_asks(place):
    with place.open(READY_FOR_QA) as opened:
        told = []
        opened.gate(ask(opened, Stage.QA, "ci-1"), told=told.append)
        entry = decisions(opened.table.entries(USE_CASE))[-1]
        assert told == [entry.body.decision]
        assert (entry.actor.person, entry.body.decision.requester, entry.body.decision.moves_to) == (
            "system:rollup",
            "system:rollup",
            "qa",
        )
        assert stages(opened) == {MODEL: "qa 1 pending", USE_CASE: "qa 1 pending"}


def test_a_use_case_waits_for_its_other_models_and_says_so(place):
    model_version(place.sandbox.url, REGION, group="fraud-detector", version=1)
    with place.open(READY_FOR_QA) as opened:
        other = "model/fraud-detector/1"
        opened.recorder.register_model(
            other, use_cases=[(USE_CASE, ModelRole.FRAUD)], owner=None, model_risk=None, authors=()
        )
        told = []
        opened.gate(ask(opened, Stage.QA, "ci-1"), told=told.append)
        (advice,) = told
        assert (advice.dry_run, advice.decision_id, advice.verdict) == (True, None, "rejected")
        assert [(found.control, found.scope) for found in advice.findings] == [("GOV-007", other)]
        assert stages(opened)[USE_CASE] == "development 1 pending"


def test_a_use_case_waits_until_the_grant_is_applied(place):
    place.sandbox.faults.plant("UpdateModelPackage", FaultKind.REFUSE)
    with place.open(READY_FOR_QA) as opened:
        told = []
        assert opened.gate(ask(opened, Stage.QA, "ci-1"), told=told.append).effect == "intended"
        explicit = opened.gate(ask(opened, Stage.QA, "ci-2", ref=USE_CASE))
        assert (told, explicit.verdict, stages(opened)[USE_CASE]) == ([], "rejected", "development 1 rejected")
    with place.open(LATER) as opened:
        assert [str(outcome.state) for outcome in opened.reconcile()] == ["applied"]
        assert stages(opened) == {MODEL: "qa 1 pending", USE_CASE: "qa 1 pending"}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A project in which version 3 serves, and what its gates came to."""
    folder = tmp_path_factory.mktemp("served")
    with Sandbox(state=folder / "sandbox.json") as sandbox:
        place = place_of_version_3(folder / "project", sandbox, folder / "sandbox.json")
        steps = told_until_production(place)
        yield place.keep(folder / "kept"), steps


def test_a_use_case_and_its_model_go_from_the_first_gate_to_production(served):
    kept, steps = served
    kept.restore()
    assert steps == [
        ("development", "approved", "none", []),
        ("qa", "approved", "applied", [f"{USE_CASE} qa"]),
        ("pre_production", "approved", "applied", [f"{USE_CASE} pre_production"]),
        ("production", "approved", "applied", [f"{USE_CASE} production"]),
    ]
    with kept.place.open("2027-04-01T00:00:00Z") as opened:
        assert stages(opened) == {VERSION_3: "production 1 deployed", USE_CASE: "production 1 pending"}
        state = opened.registry.describe(opened.registry.package(subject(VERSION_3)))
        assert (state.approval_status, state.lifecycle.stage, state.lifecycle.stage_status) == (
            "Approved",
            "Production",
            "Deployed",
        )


def test_a_check_in_production_demotes_and_takes_the_approval_away(served):
    kept, _ = served
    kept.restore()
    clock = StoryClock(instant("2027-04-01T00:00:00Z"))
    with kept.place.open_with(clock, "svc-monitor") as opened:
        seen = []
        for month in ("2027-04-30", "2027-05-31", "2027-06-30"):
            file_until(opened, clock, f"{month}T05:31:00Z", {VERSION_3})
            clock.advance(f"{month}T06:00:00Z")
            decision = opened.gate(ask(opened, None, f"mon-{month}", ref=VERSION_3, check="MON"))
            seen.append((str(decision.verdict), decision.moves_to, str(decision.effect)))
        assert [seen[0], seen[-1]] == [("approved", None, "applied"), ("rejected", "development", "applied")]
        view = opened.table.read([VERSION_3]).views[VERSION_3]
        assert (view.stage, view.visit, view.status, view.votes, view.endpoint) == (
            "development",
            2,
            "pending",
            (),
            None,
        )
        state = opened.registry.describe(opened.registry.package(subject(VERSION_3)))
        assert (state.approval_status, state.lifecycle.stage, state.lifecycle.stage_status) == (
            "Rejected",
            "Development",
            "Rejected",
        )
        assert stages(opened)[USE_CASE] == "production 1 pending"


def test_every_entry_of_the_story_has_a_body_in_the_archive(served):
    kept, _ = served
    kept.restore()
    with kept.place.open("2027-04-01T00:00:00Z") as opened:
        bodies = [entry.body for chain in opened.table.chains() for entry in opened.table.entries(chain)]
        named = {body.digest for body in bodies if isinstance(body, EvidenceAdded)} | {
            body.decision.facts_digest for body in bodies if isinstance(body, Decided)
        }
        assert opened.table.missing(named) == frozenset()
