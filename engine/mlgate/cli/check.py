"""``mlgate check``: what a gate would decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Command
from mlgate.cli.outcome import exit_code
from mlgate.cli.output import Output, decision_outputs, deliver
from mlgate.cli.session import Session
from mlgate.cli.words import EVIDENCE, MOMENT, STAGE, SUBJECT, Named

if TYPE_CHECKING:
    from mlgate.cli.render.source import Origin
    from mlgate.model.decision import Decision
    from mlgate.model.subject import Subject
    from mlgate.model.vocabulary import Stage


@click.command(cls=Command, short_help="Say what a gate would decide; write nothing.")
@click.argument("subject", type=SUBJECT, required=False)
@click.option("--to", "to_stage", type=STAGE, help="The stage asked for.")
@click.option("--facts", metavar="FILE", help="Judge this facts document instead of a subject; - is standard input.")
@click.option("--evidence", type=EVIDENCE, multiple=True, help="Repeatable; judge as if this document were filed.")
@click.option("--at", "moment", type=MOMENT, metavar="MOMENT", help="Judge as of this moment: 2027-12-10T09:00:00Z.")
@click.option("--bundle", metavar="PATH", help='The policies to ask: a folder, or "shipped".')
@click.option("--fail-on-warn", is_flag=True, help="Exit with 4 when it is approved with warnings.")
@decision_outputs
@click.pass_obj
def check(
    session: Session,
    *,
    subject: Subject | None,
    to_stage: Stage | None,
    facts: str | None,
    evidence: Sequence[Named],
    moment: datetime | None,
    bundle: str | None,
    fail_on_warn: bool,
    outputs: Sequence[Output],
) -> int:
    r"""Say what a gate would decide; write nothing.

    Either from the governance table (SUBJECT and --to), or from a file that holds the facts themselves.

    \b
    mlgate check model/credit-risk-scorer/2 --to pre_production
    mlgate check model/credit-risk-scorer/2 --to production --evidence fria=fria.json
    mlgate check --facts examples/credit-risk/T03a.json -o json
    mlgate check --facts facts.json -o text -o sarif=check.sarif
    mlgate check --facts - --fail-on-warn < facts.json

    Exit codes: 0 would be approved, 1 rejected, 4 approved with warnings (--fail-on-warn), 5 votes are missing.
    """
    from mlgate.cli.render.report import Report

    if facts is not None:
        _alone(subject=subject, to=to_stage, evidence=evidence, at=moment)
        decision = _from_file(session, facts, bundle)
    elif subject is None or to_stage is None:
        raise click.UsageError("name a SUBJECT and --to STAGE, or --facts FILE")
    else:
        decision = _from_table(session, subject, to_stage, evidence, moment, bundle)
    origin = partial(_origin, session, decision, facts, evidence, bundle)
    deliver(Report(decision, from_table=facts is None, origin=origin), outputs)
    return exit_code(decision, fail_on_warn=fail_on_warn)


def _origin(
    session: Session, decision: Decision, facts: str | None, evidence: Sequence[Named], bundle: str | None
) -> Origin:
    from mlgate.cli.origin import of_facts, of_subject

    settings = session.settings(required=False, flags={("policy", "bundle"): bundle})
    return of_subject(settings, decision, evidence) if facts is None else of_facts(settings, decision, facts)


def _alone(**others: object) -> None:
    given = [name for name, value in others.items() if value]
    if given:
        name = "a SUBJECT" if given[0] == "subject" else f"--{given[0]}"
        raise click.UsageError(f"--facts says it all: leave out {name}")


def _from_file(session: Session, name: str, bundle: str | None) -> Decision:
    from mlgate.cli.files import read
    from mlgate.compose import evaluate
    from mlgate.facts.parse import parse

    settings = session.settings(required=False, flags={("policy", "bundle"): bundle})
    return evaluate(settings, parse(*read(name)))


def _from_table(  # noqa: PLR0917 - all that the line says
    session: Session,
    subject: Subject,
    to_stage: Stage,
    evidence: Sequence[Named],
    moment: datetime | None,
    bundle: str | None,
) -> Decision:
    from mlgate.cli.asking import attachments, transition
    from mlgate.compose import house

    overlays = attachments(evidence)
    settings = session.settings(flags={("policy", "bundle"): bundle})
    with house(settings, as_person=session.person, dry_run=True) as opened:
        request = transition(subject, to_stage, requester=opened.actor)
        return opened.check(request, overlays=overlays, at=moment)
