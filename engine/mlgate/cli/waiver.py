"""``mlgate waiver``: exceptions to one control, for a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Group
from mlgate.cli.output import Output, record_outputs, terminal, write
from mlgate.cli.session import Session
from mlgate.cli.words import CONTROL, MOMENT, ROLE, SCOPE, SUBJECT, TEXT, WAIVER

if TYPE_CHECKING:
    from mlgate.model.facts import WaiverFacts
    from mlgate.model.subject import Subject


@click.group(cls=Group, short_help="Grant, list and revoke exceptions.")
def waiver() -> None:
    """Grant, list and revoke exceptions: each to one control, for named scopes of one subject, until a date."""


@waiver.command(short_help="Grant a waiver, or join as a further grantor.")
@click.argument("subject", type=SUBJECT)
@click.option("--id", "name", required=True, type=WAIVER, metavar="ID", help="For example WVR-2026-014.")
@click.option("--control", required=True, type=CONTROL, metavar="CONTROL", help="For example FAIR-003.")
@click.option(
    "--scope",
    "scopes",
    type=SCOPE,
    multiple=True,
    metavar="SCOPE",
    help="Repeatable; as findings name it. Without it, the control's unscoped findings.",
)
@click.option("--reason", required=True, type=TEXT, metavar="TEXT")
@click.option(
    "--compensating",
    "compensating",
    type=TEXT,
    multiple=True,
    required=True,
    metavar="TEXT",
    help="Repeatable; what is done instead.",
)
@click.option("--until", type=MOMENT, required=True, metavar="MOMENT", help="When it ends: 2027-02-05T18:00:00Z.")
@click.option("--role", required=True, type=ROLE, metavar="ROLE", help="The role you grant in; you must hold it.")
@click.option("--renews", type=WAIVER, metavar="ID", help="The waiver that this one follows.")
@record_outputs
@click.pass_obj
def grant(  # noqa: PLR0913 - a waiver has as many terms
    session: Session,
    *,
    subject: Subject,
    name: str,
    control: str,
    scopes: Sequence[str],
    reason: str,
    compensating: Sequence[str],
    until: datetime,
    role: str,
    renews: str | None,
    outputs: Sequence[Output],
) -> None:
    r"""Grant a waiver. The same terms again, by another person, join as a further grantor.

    What may be waived, for how long and by whom is policy's: a grant that policy does not accept excuses nothing.

    \b
    mlgate waiver grant model/credit-risk-scorer/2 --id WVR-2026-014 --control FAIR-003 --scope "age=65+" \
        --reason "61 test cases" --compensating "manual review of every refusal at 65+" \
        --until 2027-02-05T18:00:00Z --role governance_officer
    """
    from mlgate.cli.receipt import acknowledge

    with session.house() as house:
        entry = house.recorder.grant_waiver(
            subject.ref,
            id=name,
            control=control,
            scopes=scopes or ("",),
            reason=reason,
            compensating_controls=compensating,
            expires_at=until,
            role=role,
            renews=renews,
        )
    acknowledge(entry, outputs)


@waiver.command(short_help="End a waiver before its time.")
@click.argument("subject", type=SUBJECT)
@click.argument("name", metavar="ID")
@click.option("--reason", required=True, type=TEXT, metavar="TEXT")
@record_outputs
@click.pass_obj
def revoke(session: Session, *, subject: Subject, name: str, reason: str, outputs: Sequence[Output]) -> None:
    r"""End a waiver before its time.

    \b
    mlgate waiver revoke model/credit-risk-scorer/2 WVR-2026-014 --reason "65+ has 142 cases now"
    """
    from mlgate.cli.receipt import acknowledge

    with session.house() as house:
        entry = house.recorder.revoke_waiver(name, subject=subject.ref, reason=reason)
    acknowledge(entry, outputs)


@waiver.command("list", short_help="List waivers, of one subject or of all.")
@click.argument("subject", type=SUBJECT, required=False)
@record_outputs
@click.pass_obj
def list_(session: Session, *, subject: Subject | None, outputs: Sequence[Output]) -> None:
    """List the waivers that are not revoked, soonest end first."""
    from mlgate.cli.render.document import formatted
    from mlgate.cli.render.rows import listing

    with session.record() as table:
        held = [
            waiver for view in table.subjects() if subject is None or view.ref == subject.ref for waiver in view.waivers
        ]
    held.sort(key=lambda waiver: (waiver.expires_at, waiver.id))
    for output in outputs:
        if output.format == "json":
            write(formatted([waiver.document() for waiver in held]), output)
        else:
            headings = ("waiver", "control", "scopes", "subject", "until", "left", "granted by")
            write(listing(headings, _rows(held), terminal()) or "no waivers\n", output)


def _rows(held: Sequence[WaiverFacts]) -> Iterator[Sequence[str]]:
    from mlgate.cli.render.report import moment
    from mlgate.compose import clock
    from mlgate.model.value import instant

    now = clock()
    for waiver in held:
        days = (instant(waiver.expires_at) - now).days
        scopes = ", ".join(scope or "(no scope)" for scope in waiver.scopes)
        grantors = ", ".join(f"{grantor.person} ({grantor.role})" for grantor in waiver.granted_by)
        left = f"{days} days" if days >= 0 else "expired"
        yield waiver.id, waiver.control, scopes, waiver.subject, moment(waiver.expires_at), left, grantors
