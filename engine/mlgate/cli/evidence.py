"""``mlgate evidence`` and ``mlgate metrics``: documents and measurements."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from mlgate.cli.app import Group
from mlgate.cli.output import Output, hint, record_outputs
from mlgate.cli.session import Session
from mlgate.cli.words import KIND, LABEL, MOMENT, ROLE, SUBJECT, Named, NamedType

if TYPE_CHECKING:
    from mlgate.model.subject import Subject

_SET = NamedType("NAME=VALUE", "auc=0.79")


@click.group(cls=Group, short_help="Attach documents and approve them.")
def evidence() -> None:
    """Attach documents and approve them."""


@evidence.command(short_help="Attach a document.")
@click.argument("subject", type=SUBJECT)
@click.argument("file", metavar="FILE")
@click.option(
    "--type", "kind", required=True, type=KIND, metavar="TYPE", help="What it is: fairness_report, fria, model_card, …"
)
@click.option("--draft", is_flag=True, help="Not for review yet.")
@click.option("--created-at", type=MOMENT, metavar="MOMENT", help="When an older document was written.")
@record_outputs
@click.pass_obj
def add(
    session: Session,
    *,
    subject: Subject,
    file: str,
    kind: str,
    draft: bool,
    created_at: datetime | None,
    outputs: Sequence[Output],
) -> None:
    r"""Attach a document: FILE is the JSON body, mlgate writes the envelope (digest, actor, time, in review).

    \b
    mlgate evidence add model/credit-risk-scorer/2 --type fairness_report fairness.json
    mlgate evidence add use-case/UC-CR-001 --type fria - < fria.json
    """
    from mlgate.cli.files import read
    from mlgate.cli.receipt import acknowledge
    from mlgate.cli.render.entries import short
    from mlgate.facts.attachment import Attachment
    from mlgate.model.entry import EvidenceAdded

    data, source = read(file)
    attachment = Attachment(kind, data, source)
    attachment.body()
    with session.house() as house:
        entry = house.recorder.add_evidence(subject.ref, attachment, draft=draft, created_at=created_at)
    acknowledge(entry, outputs)
    if not draft and isinstance(entry.body, EvidenceAdded):
        hint(f"mlgate evidence approve {short(entry.body.digest)} --role ROLE    counts it as reviewed")


@evidence.command(short_help="Approve a document, in one of your roles.")
@click.argument("digest")
@click.option("--role", required=True, type=ROLE, metavar="ROLE", help="The role you approve in; you must hold it.")
@click.option("--subject", "of", type=SUBJECT, help="Whose document it is, where several hold the same one.")
@record_outputs
@click.pass_obj
def approve(session: Session, *, digest: str, role: str, of: Subject | None, outputs: Sequence[Output]) -> None:
    r"""Approve a document, in one of your roles. DIGEST may be its first digits, four or more.

    \b
    mlgate evidence approve 3f9a11c2 --role model_validator
    """
    from mlgate.cli.receipt import acknowledge

    with session.house() as house:
        entry = house.recorder.approve_evidence(digest.removeprefix("sha256:"), role=role, of=of.ref if of else None)
    acknowledge(entry, outputs)


@click.group(cls=Group, short_help="Attach measurements.")
def metrics() -> None:
    """Attach measurements: evaluation reports, and monitoring reports from an endpoint."""


@metrics.command("add", short_help="Attach an evaluation or monitoring report.")
@click.argument("subject", type=SUBJECT)
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--set", "values", type=_SET, multiple=True, help="Repeatable; put this value into the report.")
@click.option(
    "--endpoint", type=LABEL, metavar="NAME", help="Where it was measured: this makes it a monitoring report."
)
@record_outputs
@click.pass_obj
def add_metrics(
    session: Session,
    *,
    subject: Subject,
    file: str | None,
    values: Sequence[Named],
    endpoint: str | None,
    outputs: Sequence[Output],
) -> None:
    r"""Attach an evaluation report; with --endpoint, a monitoring report.

    \b
    mlgate metrics add model/credit-risk-scorer/2 evaluation.json --set auc=0.79
    mlgate metrics add model/credit-risk-scorer/3 june.json --endpoint credit-risk
    """
    from mlgate.cli.files import read
    from mlgate.cli.receipt import acknowledge
    from mlgate.facts.attachment import Attachment
    from mlgate.facts.parse import document

    if file is None and not values:
        raise click.UsageError("name a FILE, or --set values")
    data, source = read(file) if file else (b"{}", "--set")
    body: dict[str, Any] = dict(document(data, source))
    for one in values:
        _put(body, one.name.split("."), _value(one.value))
    if endpoint:
        body["endpoint"] = endpoint
    kind = "monitoring_report" if endpoint else "evaluation_report"
    attachment = Attachment(kind, json.dumps(body).encode(), source)
    attachment.body()
    with session.house() as house:
        entry = house.recorder.add_evidence(subject.ref, attachment)
    acknowledge(entry, outputs)


def _put(body: dict[str, Any], path: list[str], value: Any) -> None:
    """Set a value, with dots for what lies inside: ``calibration.ece``."""
    *outer, name = path
    for part in outer:
        inner = body.setdefault(part, {})
        if not isinstance(inner, dict):
            raise click.UsageError(f"--set: {part} is a value, so nothing lies in it")
        body = inner  # pyright: ignore[reportUnknownVariableType] - JSON
    body[name] = value


def _value(text: str) -> Any:
    """A number, true, false or null as JSON has them; anything else is text."""
    try:
        value = json.loads(text, parse_constant=str)
    except (ValueError, RecursionError):
        return text
    return text if isinstance(value, dict | list) else value
