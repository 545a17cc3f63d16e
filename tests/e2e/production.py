"""Version 3 of the story on its way into production: the use case, its documents, its gates, all real."""

from __future__ import annotations

from pathlib import Path

import yaml

from mlgate.compose import initialise
from mlgate.demo import REGION, StoryClock
from mlgate.model.decision import Decision
from mlgate.model.value import instant
from mlgate.model.vocabulary import ModelRisk, ModelRole, Stage
from mlgate.sandbox import Sandbox
from mlgate.sandbox.seed import model_version
from tests.e2e.place import EXAMPLE, USE_CASE, Place, ask, attach, vote

VERSION_3 = "model/credit-risk-scorer/3"
STORY = yaml.safe_load((EXAMPLE / "story.yaml").read_text("utf-8"))
OWNER, VALIDATOR = ("u-priya.nair", "model_owner"), ("u-ines.costa", "model_validator")
BUSINESS, OFFICER = ("u-carl.weiss", "business_risk_owner"), ("u-helen.moore", "governance_officer")

_GATES = (
    ("2027-02-03T09:00:00Z", Stage.QA, (OWNER,)),
    ("2027-02-04T09:00:00Z", Stage.PRE_PRODUCTION, (OWNER, VALIDATOR)),
    ("2027-03-01T09:00:00Z", Stage.PRODUCTION, (OWNER, BUSINESS, OFFICER)),
)

Step = tuple[str, str, str, list[str]]
"""The stage asked for, verdict, effect, and the use cases that moved with it."""


def place_of_version_3(folder: Path, sandbox: Sandbox, state: Path) -> Place:
    """A project in which nothing has happened, with version 3 waiting in the registry."""
    place = Place.create(folder, sandbox, state)
    initialise(Place._settings(folder), as_person="u-raj.patel", now=StoryClock(instant("2026-09-01T10:00:00Z")))
    model_version(sandbox.url, REGION, group="credit-risk-scorer", version=3)
    return place


def told_until_production(place: Place) -> list[Step]:
    """Everything from the first day of the use case to the model that serves; what each gate came to."""
    clock = StoryClock(instant("2026-09-08T09:00:00Z"))
    with place.open_with(clock, "u-tom.berg") as opened:
        opened.recorder.register_use_case(USE_CASE, **STORY["use_cases"][USE_CASE])
        file_until(opened, clock, "2026-09-12", {USE_CASE})
        clock.advance("2026-09-14T09:00:00Z")
        steps = [_step(opened, Stage.DEVELOPMENT, (BUSINESS, OFFICER), USE_CASE)]
        file_until(opened, clock, "2027-01-18", {USE_CASE})
        told = STORY["models"][VERSION_3]
        clock.advance("2027-01-18T16:05:00Z")
        opened.recorder.register_model(
            VERSION_3,
            use_cases=[(USE_CASE, ModelRole.DECISION)],
            owner=told["owner"],
            model_risk=ModelRisk.HIGH,
            authors=told["authors"],
        )
        for moment, to_stage, voters in _GATES:
            file_until(opened, clock, moment, {USE_CASE, VERSION_3})
            clock.advance(moment)
            steps.append(_step(opened, to_stage, voters, VERSION_3))
        opened.deployed(VERSION_3, endpoint="credit-risk")
    return steps


def file_until(opened, clock: StoryClock, until: str, refs: set[str]) -> None:
    """File and approve what the story knows of these subjects, from now on until a moment."""
    now = clock.moment.isoformat()
    for document in sorted(STORY["filed"], key=lambda document: document["recorded"]):
        if document["subject"] in refs and now < document["recorded"] <= until:
            attach(opened, clock, document)


def _step(opened, to_stage: Stage, voters, ref: str) -> Step:
    for person, role in voters:
        vote(opened.acting_as(person), role, to_stage, ref)
    told: list[Decision] = []
    decision = opened.gate(ask(opened, to_stage, f"to-{to_stage}", ref=ref), told=told.append)
    return (
        str(to_stage),
        str(decision.verdict),
        str(decision.effect),
        [f"{one.subject} {one.moves_to}" for one in told],
    )
