"""``mlgate approve`` and ``mlgate reject``: votes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Command
from mlgate.cli.outcome import exit_code
from mlgate.cli.output import Output, decision_outputs, deliver, hint, record_outputs
from mlgate.cli.session import Session
from mlgate.cli.words import REQUEST, ROLE, STAGE, SUBJECT, TEXT

if TYPE_CHECKING:
    from mlgate.model.subject import Subject
    from mlgate.model.vocabulary import Stage


@click.command(cls=Command, short_help="Vote for a move, in one of your roles.")
@click.argument("subject", type=SUBJECT)
@click.option("--to", "to_stage", type=STAGE, required=True, help="The stage asked for.")
@click.option("--role", required=True, type=ROLE, metavar="ROLE", help="The role you vote in; you must hold it.")
@click.option("--reason", type=TEXT, metavar="TEXT", help="Why; it stands beside the vote.")
@click.option("--seen", metavar="DIGEST", help="The subject digest you looked at; another one by now refuses the vote.")
@record_outputs
@click.pass_obj
def approve(
    session: Session,
    *,
    subject: Subject,
    to_stage: Stage,
    role: str,
    reason: str | None,
    seen: str | None,
    outputs: Sequence[Output],
) -> None:
    r"""Vote for a move, in one of your roles.

    The vote binds to the subject as it stands: its artifact, its evidence, its waivers. Change one, and it must be
    cast again.

    \b
    mlgate approve model/credit-risk-scorer/2 --to pre_production --role model_owner
    mlgate --as u-ines.costa approve model/credit-risk-scorer/2 --to pre_production --role model_validator
    """
    from mlgate.cli.asking import transition
    from mlgate.cli.receipt import acknowledge

    with session.house() as house:
        request = transition(subject, to_stage, requester=house.actor, reason=reason)
        entry = house.recorder.vote(request, role=role, reason=reason, seen=seen)
    acknowledge(entry, outputs)
    hint(f"mlgate gate {subject.ref} --to {to_stage}    asks again")


@click.command(cls=Command, short_help="Vote against a move, and record that it is rejected.")
@click.argument("subject", type=SUBJECT)
@click.option("--to", "to_stage", type=STAGE, required=True, help="The stage asked for.")
@click.option("--role", required=True, type=ROLE, metavar="ROLE", help="The role you vote in; you must hold it.")
@click.option("--reason", required=True, type=TEXT, metavar="TEXT", help="Why; it stands beside the decision.")
@click.option("--seen", metavar="DIGEST", help="The subject digest you looked at; another one by now refuses the vote.")
@click.option(
    "--request-id", type=REQUEST, metavar="ID", help="The same id and request again gives the recorded decision."
)
@decision_outputs
@click.pass_obj
def reject(
    session: Session,
    *,
    subject: Subject,
    to_stage: Stage,
    role: str,
    reason: str,
    seen: str | None,
    request_id: str | None,
    outputs: Sequence[Output],
) -> int:
    r"""Vote against a move, and record in the same breath what the gate decides on that.

    \b
    mlgate reject model/credit-risk-scorer/2 --to production --role governance_officer --reason "no stop drill"

    Exit codes are those of mlgate gate: 1 is what this command is for.
    """
    from mlgate.cli.asking import transition
    from mlgate.cli.render.report import Report

    with session.house() as house:
        request = transition(
            subject, to_stage, requester=house.actor, reason=reason, request_id=request_id or str(uuid.uuid4())
        )
        decision = house.reject(request, role=role, seen=seen)
    deliver(Report(decision), outputs)
    return exit_code(decision)
