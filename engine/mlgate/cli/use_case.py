"""``mlgate use-case``: systems with a purpose, and what they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Group
from mlgate.cli.output import Output, hint, record_outputs
from mlgate.cli.session import Session
from mlgate.cli.words import LABEL, PERSON, TEXT, USE_CASE

if TYPE_CHECKING:
    from mlgate.model.subject import Subject


@click.group(cls=Group, short_help="Register and show use cases.")
def use_case() -> None:
    """Register and show use cases: AI systems with an intended purpose."""


@use_case.command(short_help="Enter a use case, or change its details.")
@click.argument("subject", type=USE_CASE)
@click.option("--name", required=True, type=LABEL, metavar="TEXT", help="What people call it.")
@click.option("--owner", type=PERSON, metavar="PERSON", help="Who answers for it.")
@click.option("--deputy", type=PERSON, metavar="PERSON", help="Who answers when the owner cannot.")
@click.option("--line-of-business", type=LABEL, metavar="TEXT")
@click.option("--project", type=LABEL, metavar="TEXT")
@click.option("--purpose", type=TEXT, metavar="TEXT", help="Its intended purpose (EU AI Act Art. 3(12)).")
@record_outputs
@click.pass_obj
def register(
    session: Session,
    *,
    subject: Subject,
    name: str,
    owner: str | None,
    deputy: str | None,
    line_of_business: str | None,
    project: str | None,
    purpose: str | None,
    outputs: Sequence[Output],
) -> None:
    r"""Enter a use case in its first stage; registered again, its details change and its stage does not.

    \b
    mlgate use-case register UC-CR-001 --name "Consumer credit risk" --owner u-priya.nair \
        --purpose "score the creditworthiness of natural persons"
    """
    from mlgate.cli.receipt import acknowledge

    with session.house() as house:
        entry = house.recorder.register_use_case(
            subject.ref,
            name=name,
            owner=owner,
            deputy=deputy,
            line_of_business=line_of_business,
            project=project,
            intended_purpose=purpose,
        )
    acknowledge(entry, outputs)
    hint(f"mlgate evidence add {subject.ref} --type risk_classification FILE    is what its risk tier follows from")


@use_case.command(short_help="Show one use case as it stands.")
@click.argument("subject", type=USE_CASE)
@record_outputs
@click.pass_obj
def show(session: Session, *, subject: Subject, outputs: Sequence[Output]) -> None:
    """Show one use case as it stands: stage, models, documents, votes, waivers."""
    from mlgate.cli.show import subject_card

    with session.record() as table:
        subject_card(table, subject, outputs)


@use_case.command("list", short_help="List all use cases.")
@record_outputs
@click.pass_obj
def list_(session: Session, *, outputs: Sequence[Output]) -> None:
    """List all use cases."""
    from mlgate.cli.show import subject_list
    from mlgate.model.vocabulary import Kind

    with session.record() as table:
        subject_list(table, Kind.USE_CASE, outputs)
