"""Ways to an approval without a rule being satisfied: each is tried, and each comes to nothing."""

from __future__ import annotations

import json
import shutil

import pytest
import yaml
from pydantic import ValidationError

from mlgate.compose import house
from mlgate.demo import REGION, StoryClock, as_registered
from mlgate.errors import NotInForceError, UsageError
from mlgate.facts.attachment import Attachment
from mlgate.model.people import Actor
from mlgate.model.request import Request
from mlgate.model.subject import subject
from mlgate.model.value import instant
from mlgate.model.vocabulary import ModelRole, Stage
from mlgate.registry.aws import Connection
from mlgate.sandbox.seed import model_version
from mlgate.settings import load
from mlgate.shipped import shipped
from tests.e2e.place import EXAMPLE, MODEL, READY_FOR_QA, USE_CASE, ask, file, vote

OTHER = "model/shadow/1"


def test_a_request_is_a_move_or_a_check_never_both():
    """A check in place asks for no votes: one with a target stage would move there without any."""
    actor = Actor(person="u-tom.berg", authenticated=False)
    for to_stage, check in ((Stage.PRODUCTION, "MON"), (None, None)):
        with pytest.raises(ValidationError):
            Request(
                subject=MODEL, to_stage=to_stage, check=check, requester=actor,
                reason=None, replaces=None, request_id=None,
            )  # fmt: skip


def _edited(place, folder, edit):
    """The project with policies or a directory of somebody's own."""
    shutil.copytree(place.folder, folder)
    config = folder / "governance.toml"
    config.write_text(config.read_text("utf-8") + edit(folder), "utf-8")
    return load(config, environment={})


def _life_begins_in_pre_production(folder):
    shutil.copytree(shipped("policies"), folder / "policies")
    path = folder / "policies" / "config" / "lifecycle" / "data.yaml"
    data = yaml.safe_load(path.read_text("utf-8"))
    data["facts"]["first_stage"] = {"use-case": "pre_production", "model": "pre_production"}
    path.write_text(yaml.safe_dump(data), "utf-8")
    return '[policy]\nbundle = "policies"\n'


def _one_is_a_machine(folder):
    path = folder / "directory.toml"
    path.write_text(path.read_text("utf-8").replace('["ml_engineer"]', '["model_owner"]\nkind = "service"'), "utf-8")
    return ""


@pytest.mark.parametrize("edit", [_life_begins_in_pre_production, _one_is_a_machine])
def test_nothing_is_entered_under_policies_or_people_of_ones_own(place, tmp_path, edit):
    """What an entry says follows from both: first stages, what a machine measured."""
    model_version(place.sandbox.url, REGION, group="shadow", version=1)
    settings = _edited(place, tmp_path / "mine", edit)
    with house(settings, as_person="u-tom.berg", now=StoryClock(instant(READY_FOR_QA))) as opened:
        before = list(opened.table.newest(1000))
        report = EXAMPLE / "documents" / "credit-risk-scorer-2" / "evaluation_report.development.json"
        with pytest.raises(NotInForceError):
            opened.recorder.register_model(OTHER, use_cases=[], owner=None, model_risk=None, authors=())
        with pytest.raises(NotInForceError):
            opened.recorder.register_use_case(
                "use-case/MINE", name="mine", owner=None, deputy=None,
                line_of_business=None, project=None, intended_purpose=None,
            )  # fmt: skip
        with pytest.raises(NotInForceError):
            opened.recorder.add_evidence(MODEL, Attachment("evaluation_report", report.read_bytes(), "report"))
        assert list(opened.table.newest(1000)) == before


def test_an_approval_of_a_document_names_the_subject_where_several_hold_it(place):
    """Somebody copies a good report to another model: the approval must not land there."""
    model_version(place.sandbox.url, REGION, group="shadow", version=1)
    card = json.loads((EXAMPLE / "documents" / "credit-risk-scorer-2" / "model_card.json").read_bytes())
    card["model_overview"]["model_description"] += " Anew."
    attachment = Attachment("model_card", json.dumps(card).encode(), "card")
    with place.open(READY_FOR_QA, "u-amir.haddad") as opened:
        opened.recorder.register_model(OTHER, use_cases=[], owner=None, model_risk=None, authors=())
        digest = opened.recorder.add_evidence(MODEL, attachment).body.digest
        opened.recorder.add_evidence(OTHER, attachment)
        owner = opened.acting_as("u-priya.nair").recorder
        with pytest.raises(UsageError):
            owner.approve_evidence(digest, role="model_owner")
        assert owner.approve_evidence(digest, role="model_owner", of=MODEL).body.subject == MODEL
        with pytest.raises(UsageError):
            owner.approve_evidence(digest, role="model_owner", of="model/nobody/1")


def _details(opened, **changes):
    view = opened.table.read([USE_CASE]).views[USE_CASE]
    names = ("name", "owner", "deputy", "line_of_business", "project", "intended_purpose")
    opened.recorder.register_use_case(USE_CASE, **{name: getattr(view, name) for name in names} | changes)


def test_votes_bind_to_what_the_use_case_is_for(place):
    """Voted on for one purpose, asked for another."""
    with place.open(READY_FOR_QA) as opened:
        _details(opened, intended_purpose="Refuse everybody who lives in the wrong street.")
        decision = opened.gate(ask(opened, Stage.QA, "ci-1"))
        found = {(finding.code, finding.scope) for finding in decision.findings}
        assert found == {("purpose_differs", ""), ("vote_stale", "model_owner")}


def test_votes_bind_to_who_built_and_owns_the_model(place):
    with place.open(READY_FOR_QA) as opened:
        opened.recorder.register_model(MODEL, use_cases=[], owner="u-mikael.lund", model_risk=None, authors=())
        assert opened.gate(ask(opened, Stage.QA, "ci-1")).verdict == "pending"


def test_a_version_joins_no_use_case_after_it_was_decided_on(place):
    """Approved under a lenient use case, then linked to a strict one, it would carry that one along."""
    with place.open(READY_FOR_QA) as opened:
        opened.recorder.register_use_case(
            "use-case/STRICT", name="strict", owner=None, deputy=None,
            line_of_business=None, project=None, intended_purpose=None,
        )  # fmt: skip
        assert opened.gate(ask(opened, Stage.QA, "ci-1")).effect == "applied"
        before = list(opened.table.newest(1000))
        with pytest.raises(UsageError):
            opened.recorder.register_model(
                MODEL, use_cases=[("use-case/STRICT", ModelRole.DECISION)],
                owner="u-priya.nair", model_risk=None, authors=(),
            )  # fmt: skip
        assert list(opened.table.newest(1000)) == before


def test_an_old_approval_asked_again_does_not_outlive_a_rejection(place):
    """A pipeline that runs again under its old id must not read `approved and applied`."""
    with place.open(READY_FOR_QA) as opened:
        first = opened.gate(ask(opened, Stage.QA, "ci-1"))
        owner = opened.acting_as("u-priya.nair")
        owner.reject(ask(owner, Stage.PRE_PRODUCTION, "no-1"), role="model_owner")
        again = opened.gate(ask(opened, Stage.QA, "ci-1"))
        assert (again.decision_id, first.effect, again.effect) == (first.decision_id, "applied", "superseded")


def test_two_who_find_that_a_use_case_may_move_get_the_same_answer(place):
    with place.open(READY_FOR_QA) as opened:
        system = opened.table.read([USE_CASE]).views[USE_CASE]
        told = []
        opened.gate(ask(opened, Stage.QA, "ci-1"), told=told.append)
        assert told == [opened.acting_as("u-raj.patel").governor._roll_up(system)]


@pytest.mark.parametrize("ref", [f"{MODEL}\n", "use-case/UC-CR-001\n", "use-case/UC\u2010CR-001", "model/\uff41/1"])
def test_a_name_that_only_looks_like_another_is_none(ref):
    with pytest.raises(UsageError):
        subject(ref)


def test_a_grant_is_refused_where_the_image_comes_from_elsewhere(place):
    """The digest beside it stays, but a deployment pulls what the image is called."""
    with place.open(READY_FOR_QA) as opened:
        client = Connection(REGION, endpoint_url=place.sandbox.url).reader
        arn = opened.registry.package(subject(MODEL)).arn
        specification = client.describe_model_package(ModelPackageName=arn)["InferenceSpecification"]
        image = specification["Containers"][0]["Image"]
        specification["Containers"][0]["Image"] = image.replace("sagemaker-xgboost", "somebody-else")
        client.update_model_package(ModelPackageArn=arn, InferenceSpecification=specification)
        decision = opened.gate(ask(opened, Stage.QA, "ci-1"))
        assert (decision.verdict, decision.effect) == ("approved", "refused")


def test_a_vote_against_never_approves(place):
    """The officer's role is not asked at this gate: the vote does not count, but nothing may move because of it."""
    with place.open(READY_FOR_QA, "u-helen.moore") as opened:
        before = list(opened.table.newest(1000))
        with pytest.raises(UsageError):
            opened.reject(ask(opened, Stage.QA, "no-1"), role="governance_officer")
        assert list(opened.table.newest(1000)) == before


def test_a_use_case_without_an_owner_moves_nowhere(place):
    """Owner and deputy were named for the first gate, and struck out after it."""
    with place.open(READY_FOR_QA) as opened:
        _details(opened, owner=None, deputy=None)
        vote(opened.acting_as("u-priya.nair"), "model_owner", Stage.QA)
        told = []
        assert opened.gate(ask(opened, Stage.QA, "ci-1"), told=told.append).effect == "applied"
        assert [(one.verdict, sorted({found.control for found in one.findings})) for one in told] == [
            ("rejected", ["GOV-001"])
        ]


def test_who_votes_is_judged_by_authors_that_are_named(place):
    """Registered without authors, a model is approved by who built it."""
    model_version(place.sandbox.url, REGION, group="shadow", version=1)
    clock = StoryClock(instant(READY_FOR_QA))
    with place.open_with(clock) as opened:
        opened.recorder.register_model(
            OTHER, use_cases=[(USE_CASE, ModelRole.OTHER)], owner=None, model_risk=None, authors=()
        )
        vote(opened.acting_as("u-priya.nair"), "model_owner", Stage.QA, OTHER)
        decision = opened.gate(ask(opened, Stage.QA, "ci-1", ref=OTHER))
        assert ("GOV-003", "authors_unknown") in {(found.control, found.code) for found in decision.findings}


def test_a_report_about_another_version_does_not_count_for_this_one(place):
    """Somebody files a good evaluation of another model: the gate sees whose artifact was measured."""
    model_version(place.sandbox.url, REGION, group="shadow", version=1)
    clock = StoryClock(instant(READY_FOR_QA))
    with place.open_with(clock, "u-tom.berg") as opened:
        assert opened.gate(ask(opened, Stage.QA, "ci-1")).verdict == "approved"
        opened.recorder.register_model(OTHER, use_cases=[], owner=None, model_risk=None, authors=())
        file(opened, clock, until="2026-11-07T12:00:00Z", after=READY_FOR_QA)
        assert _disagreements(opened) == set()
        path = EXAMPLE / "documents" / "credit-risk-scorer-2" / "evaluation_report.validation.json"
        foreign = Attachment("evaluation_report", as_registered(path, opened, OTHER), "report")
        entry = opened.acting_as("svc-pipeline").recorder.add_evidence(MODEL, foreign)
        opened.acting_as("u-ines.costa").recorder.approve_evidence(entry.body.digest, role="model_validator")
        assert _disagreements(opened) == {("artifact_differs", "evaluation_report", "deny")}


def _disagreements(opened):
    decision = opened.check(ask(opened, Stage.PRE_PRODUCTION, None))
    return {(found.code, found.scope, str(found.effect)) for found in decision.findings if found.control == "DOC-004"}
