"""``mlgate gate``: evaluate, record, and only then update the registry."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Command
from mlgate.cli.outcome import exit_code
from mlgate.cli.output import Output, decision_outputs, deliver, hint
from mlgate.cli.session import Session
from mlgate.cli.words import DURATION, EVIDENCE, REQUEST, STAGE, SUBJECT, TEXT, Named

if TYPE_CHECKING:
    from mlgate.compose import House
    from mlgate.model.decision import Decision
    from mlgate.model.request import Request
    from mlgate.model.subject import Subject
    from mlgate.model.vocabulary import Stage

_LOOK_AGAIN = 5.0
"""Seconds between two looks at the table while votes are awaited."""


def _refuse(_: click.Context, __: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value:
        raise click.UsageError("--fail-on-warn is for check: at a gate a warning does not block")


@click.command(cls=Command, short_help="Evaluate, record the decision, and only then update the registry.")
@click.argument("subject", type=SUBJECT)
@click.option("--to", "to_stage", type=STAGE, required=True, help="The stage asked for.")
@click.option("--reason", type=TEXT, metavar="TEXT", help="Why; it stands beside the decision.")
@click.option("--replaces", type=SUBJECT, metavar="SUBJECT", help="The version that this one replaces.")
@click.option("--evidence", type=EVIDENCE, multiple=True, help="Repeatable; attach this document first.")
@click.option(
    "--request-id",
    type=REQUEST,
    metavar="ID",
    help="The same id and request again gives the recorded decision; in CI the run id.",
)
@click.option("--wait", type=DURATION, metavar="DURATION", help="Wait this long for missing votes: 30m.")
@click.option("--fail-on-warn", is_flag=True, hidden=True, expose_value=False, callback=_refuse)
@decision_outputs
@click.pass_obj
def gate(
    session: Session,
    *,
    subject: Subject,
    to_stage: Stage,
    reason: str | None,
    replaces: Subject | None,
    evidence: Sequence[Named],
    request_id: str | None,
    wait: timedelta | None,
    outputs: Sequence[Output],
) -> int:
    r"""Evaluate, record the decision, and only then update the registry.

    \b
    mlgate gate model/credit-risk-scorer/2 --to qa
    mlgate gate model/credit-risk-scorer/2 --to qa --request-id "$CI_RUN_ID" -o text -o junit=gate.xml
    mlgate gate model/credit-risk-scorer/3 --to production --replaces model/credit-risk-scorer/2 --wait 2h

    Exit codes: 0 approved and applied, 1 rejected, 3 recorded but the registry is not updated yet (mlgate reconcile),
    5 votes are missing, 6 not applied because something else changed the registry.
    """
    from mlgate.cli.asking import attachments, transition
    from mlgate.cli.render.report import Report

    attached = attachments(evidence)
    with session.house() as house:
        request = transition(
            subject,
            to_stage,
            requester=house.actor,
            reason=reason,
            replaces=replaces,
            request_id=request_id or str(uuid.uuid4()),
        )
        for attachment in attached:
            house.recorder.add_evidence(subject.ref, attachment)
        decision = house.gate(request, told=_tell)
        if wait is not None:
            decision = _wait(house, request, decision, wait)
    deliver(Report(decision), outputs)
    return exit_code(decision)


def _wait(house: House, request: Request, decision: Decision, wait: timedelta) -> Decision:
    """Look at the table until the votes are in or the time is up; then the recorded answer, or the pending one."""
    end = time.monotonic() + wait.total_seconds()
    if decision.verdict == "pending":
        hint(f"waiting for votes, up to {wait}; interrupting loses nothing")
    while decision.verdict == "pending" and (left := end - time.monotonic()) > 0:
        time.sleep(min(_LOOK_AGAIN, left))
        if house.check(request).verdict != "pending":
            decision = house.gate(request, told=_tell)
    return decision


def _tell(advice: Decision) -> None:
    """What the approval of a model means for its use case."""
    if advice.dry_run:
        command = f"mlgate check {advice.subject} --to {advice.to_stage}"
        hint(f"{advice.subject}: the move to {advice.to_stage} would be {advice.verdict} now; {command}")
    else:
        hint(f"{advice.subject}: {advice.verdict}, now in {advice.moves_to or advice.from_stage}")
