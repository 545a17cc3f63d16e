"""``mlgate monitor``: what runs in production."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Group
from mlgate.cli.outcome import exit_code
from mlgate.cli.output import Output, decision_outputs, deliver
from mlgate.cli.session import Session
from mlgate.cli.words import EVIDENCE, REQUEST, SUBJECT, TEXT, Named

if TYPE_CHECKING:
    from mlgate.model.subject import Subject


@click.group(cls=Group, short_help="Check what runs in production.")
def monitor() -> None:
    """Check what runs in production."""


@monitor.command(short_help="The recurring check of a subject in production.")
@click.argument("subject", type=SUBJECT)
@click.option("--reason", type=TEXT, metavar="TEXT", help="Why; it stands beside the decision.")
@click.option("--evidence", type=EVIDENCE, multiple=True, help="Repeatable; attach this document first.")
@click.option(
    "--request-id", type=REQUEST, metavar="ID", help="The same id and request again gives the recorded decision."
)
@click.option("--dry-run", is_flag=True, help="Only say what the check would decide.")
@decision_outputs
@click.pass_obj
def check(
    session: Session,
    *,
    subject: Subject,
    reason: str | None,
    evidence: Sequence[Named],
    request_id: str | None,
    dry_run: bool,
    outputs: Sequence[Output],
) -> int:
    r"""Judge a subject in production by its newest monitoring reports; record what comes of it.

    A rejection by drift sends the model back, and the registry says so before the command ends.

    \b
    mlgate monitor check model/credit-risk-scorer/3
    mlgate monitor check model/credit-risk-scorer/3 --evidence monitoring_report=june.json

    Exit codes are those of mlgate gate.
    """
    from mlgate.cli.asking import attachments
    from mlgate.cli.render.report import Report
    from mlgate.model.request import Request

    attached = attachments(evidence)
    with session.house() as house:
        request = Request(
            subject=subject.ref,
            to_stage=None,
            check="MON",
            requester=house.actor,
            reason=reason,
            replaces=None,
            request_id=request_id or str(uuid.uuid4()),
        )
        if dry_run:
            decision = house.check(request, overlays=attached)
        else:
            for attachment in attached:
                house.recorder.add_evidence(subject.ref, attachment)
            decision = house.gate(request)
    deliver(Report(decision), outputs)
    return exit_code(decision)
