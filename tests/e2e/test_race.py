"""Processes that race: no two incompatible outcomes, no decision on what it did not see, the chain stays whole."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from typing import Any

from mlgate.facts.attachment import Attachment
from mlgate.model.entry import Decided
from mlgate.model.subject import subject
from mlgate.model.view import View
from mlgate.model.vocabulary import Stage
from mlgate.shipped import shipped
from mlgate.table.projection import fold
from tests.e2e.place import EXAMPLE, MODEL, USE_CASE, Place, ask, decisions, is_whole, vote
from tests.table.processes import NEEDS_FORK, answer, start

pytestmark = NEEDS_FORK
ROUNDS = 200
CHAIN = subject(MODEL).chain


def _shared_clock():
    """The machine's clock, moved into the story: the same for every process, as the clock of one machine is."""
    began, story = datetime.now(UTC), datetime(2026, 10, 20, 9, tzinfo=UTC)
    return lambda: story + (datetime.now(UTC) - began)


def _asking(place: Place, clock, name: str) -> int:
    """Ask for QA over and over, each time anew; how many requests were answered."""
    with place.open_with(clock) as opened:
        for number in range(ROUNDS):
            opened.gate(ask(opened, Stage.QA, f"{name}-{number}"))
    return ROUNDS


def _meddling(place: Place, clock) -> int:
    """Attach evidence and incidents, vote, and send the model back, while the others ask."""
    chance = random.Random(7)
    with place.open_with(clock, "u-priya.nair") as opened:
        for number in range(ROUNDS // 2):
            match chance.randrange(4):
                case 0:
                    _another_card(opened, number)
                case 1:
                    vote(opened, "model_owner", Stage.QA)
                case 2:
                    opened.reject(ask(opened, Stage.QA, f"no-{number}"), role="model_owner")
                case _:
                    _another_incident(opened, number)
    return ROUNDS // 2


def _another_card(opened, number: int) -> None:
    card = json.loads((EXAMPLE / "documents" / "credit-risk-scorer-2" / "model_card.json").read_bytes())
    card["model_overview"]["model_description"] += f" Revision {number}."
    attachment = Attachment("model_card", json.dumps(card).encode(), "card")
    entry = opened.acting_as("u-amir.haddad").recorder.add_evidence(MODEL, attachment)
    opened.recorder.approve_evidence(entry.body.digest, role="model_owner")


def _another_incident(opened, number: int) -> None:
    incident = json.loads((shipped("schemas") / "documents" / "examples" / "incident.valid.json").read_bytes())
    incident |= {"incident_id": f"INC-{number}", "status": "open"}
    opened.recorder.add_evidence(USE_CASE, Attachment("incident", json.dumps(incident).encode(), "incident"))


def test_two_processes_ask_and_a_third_meddles(place):
    clock = _shared_clock()
    workers = [
        start(lambda: _asking(place, clock, "first")),
        start(lambda: _asking(place, clock, "second")),
        start(lambda: _meddling(place, clock)),
    ]
    assert [answer(*worker) for worker in workers] == [ROUNDS, ROUNDS, ROUNDS // 2]
    with place.open("2026-10-21T09:00:00Z") as opened:
        for _ in opened.reconcile():
            pass
        is_whole(place, opened)
        made = decisions(opened.table.entries(CHAIN))
        assert len({entry.body.decision.request_id for entry in made}) == len(made) >= 2 * ROUNDS
        assert {"approved", "rejected"} <= {entry.body.decision.verdict for entry in made}
        _no_two_outcomes(made)
        _every_decision_saw_what_was_there(opened.table)


def _no_two_outcomes(made) -> None:
    """Each decision starts from the stage in which the one before it left the subject."""
    stage = Stage.DEVELOPMENT
    for entry in made:
        decision = entry.body.decision
        assert decision.from_stage == stage
        stage = decision.moves_to or stage


def _every_decision_saw_what_was_there(table) -> None:
    """The facts of a decision show what folding the chain up to it gives; of the other chain they never go back."""
    views: dict[str, View] = {}
    incidents = 0
    for entry in table.entries(CHAIN):
        if isinstance(entry.body, Decided):
            facts = json.loads(table.blob(entry.body.decision.facts_digest))
            assert _shown(facts) == _folded(views[MODEL])
            assert len(facts["incidents"]) >= incidents
            incidents = len(facts["incidents"])
        views |= fold(views, entry)
    assert incidents > 0


def _shown(facts: dict[str, Any]) -> dict[str, Any]:
    mine = {
        kind: [item["digest"] for item in items if item["subject"] == MODEL]
        for kind, items in facts["evidence"].items()
    }
    return {
        "where": [facts["subject"][name] for name in ("stage", "visit", "status")],
        "votes": facts["approvals"],
        "documents": {kind: digests for kind, digests in mine.items() if digests},
    }


def _folded(view: View) -> dict[str, Any]:
    return {
        "where": [view.stage, view.visit, view.status],
        "votes": [vote.document() for vote in view.votes],
        "documents": {kind: [head.digest for head in heads[:1]] for kind, heads in view.evidence.items()},
    }


def test_a_demotion_racing_a_promotion_ends_restricted(ready):
    """Whoever commits first: the owner's rejecting vote is never overtaken by the grant."""
    place = ready.place

    def promote() -> str:
        with place.open_with(clock) as opened:
            return str(opened.gate(ask(opened, Stage.QA, "ci-1")).verdict)

    def demote() -> str:
        with place.open_with(clock, "u-priya.nair") as opened:
            return str(opened.reject(ask(opened, Stage.QA, "no-1"), role="model_owner").verdict)

    for _ in range(25):
        ready.restore()
        clock = _shared_clock()
        first, second = start(promote), start(demote)
        verdicts = answer(*first), answer(*second)
        assert verdicts[1] == "rejected"
        with place.open("2026-10-21T09:00:00Z") as opened:
            for _ in opened.reconcile():
                pass
            is_whole(place, opened)
            assert place.state_of(opened).approval_status == "Rejected"
            assert opened.table.read([MODEL]).views[MODEL].stage == Stage.DEVELOPMENT
