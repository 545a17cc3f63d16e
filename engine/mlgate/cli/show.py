"""``mlgate show``, and how subjects are shown and listed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Command
from mlgate.cli.output import Output, decision_outputs, rendered, terminal, write
from mlgate.cli.session import Session
from mlgate.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from mlgate.model.decision import Decision
    from mlgate.model.entry import Decided, Entry, EvidenceAdded
    from mlgate.model.subject import Subject
    from mlgate.model.view import View
    from mlgate.model.vocabulary import Kind
    from mlgate.table.interface import GovernanceTable


@click.command(cls=Command, short_help="Show a decision, a document, a use case or a model.")
@click.argument("what", metavar="WHAT")
@decision_outputs
@click.pass_obj
def show(session: Session, *, what: str, outputs: Sequence[Output]) -> None:
    r"""Show a decision, a document, a use case or a model.

    WHAT is a subject, or the first digits (at least 4) of a decision id or of a document's digest.

    \b
    mlgate show 7f3a9c21d04e
    mlgate show model/credit-risk-scorer/2
    mlgate show 7f3a9c21d04e -o markdown=decision.md
    """
    from mlgate.model.entry import Decided, EvidenceAdded
    from mlgate.model.subject import subject

    with session.record() as table:
        if "/" in what:
            subject_card(table, subject(what, "WHAT"), outputs)
            return
        entry = _found(table, what)
        if isinstance(entry.body, Decided):
            _show_decision(table, entry, entry.body, outputs)
        elif isinstance(entry.body, EvidenceAdded):
            _show_document(table, entry, entry.body, outputs)


def _found(table: GovernanceTable, prefix: str) -> Entry:
    bare = prefix.removeprefix("sha256:")
    hint = "mlgate log    lists what there is; four digits or more name one"
    for look in (table.decision, table.evidence):
        try:
            return look(bare)
        except NotFoundError as error:
            if "ambiguous" in error.message:
                raise
    raise NotFoundError(f"no decision and no document starts with {prefix[:80]}", hint=hint)


def _show_decision(table: GovernanceTable, entry: Entry, body: Decided, outputs: Sequence[Output]) -> None:
    from mlgate.cli.render.entries import short
    from mlgate.cli.render.report import Report, moment
    from mlgate.cli.render.rows import card

    decision = _settled(table, entry, body)
    for output in outputs:
        text = rendered(Report(decision), output)
        if output.format == "text":
            facts = [
                ("recorded", f"{moment(entry.recorded_at)} by {entry.actor.person}{_vouched(entry)}"),
                ("entry", f"{entry.chain} #{entry.sequence} {short(entry.hash)}"),
                ("reason", body.reason or ""),
                ("facts", decision.facts_digest),
                ("engine", f"{decision.engine.name} {decision.engine.version}, mlgate {decision.mlgate}"),
                ("controls", " ".join(decision.controls)),
                ("supersedes", short(body.supersedes or "")),
            ]
            text += "\n" + card("Record", facts, terminal())
        write(text, output)


def _vouched(entry: Entry) -> str:
    return "" if entry.actor.authenticated else " (not authenticated)"


def _settled(table: GovernanceTable, entry: Entry, body: Decided) -> Decision:
    """The decision with what became of its effect since."""
    from mlgate.model.entry import Settled

    if body.effect is None:
        return body.decision
    for later in table.entries(entry.chain, entry.sequence):
        settled = later.body
        if (
            isinstance(settled, Settled)
            and settled.subject == body.subject
            and settled.outcome.number == body.effect.number
        ):
            return body.decision.model_copy(update={"effect": settled.outcome.state})
    return body.decision


def _show_document(table: GovernanceTable, entry: Entry, body: EvidenceAdded, outputs: Sequence[Output]) -> None:
    import json

    from mlgate.cli.render.document import formatted
    from mlgate.cli.render.report import moment
    from mlgate.cli.render.rows import card

    document = json.loads(table.blob(body.digest))
    for output in _record_only(outputs):
        if output.format == "json":
            write(formatted(document), output)
            continue
        fields = [
            ("subject", body.subject),
            ("digest", body.digest),
            ("grade", body.grade),
            ("added", f"{moment(entry.recorded_at)} by {body.created_by}{_vouched(entry)}"),
        ]
        write(card(body.type, fields, terminal()) + "\n" + formatted(document), output)


def subject_card(table: GovernanceTable, subject: Subject, outputs: Sequence[Output]) -> None:
    """One subject as it stands, with its stage records in JSON."""
    from mlgate.cli.render.document import formatted
    from mlgate.cli.render.entries import fields
    from mlgate.cli.render.rows import card

    view = table.read([subject.ref]).views.get(subject.ref)
    if view is None:
        raise NotFoundError(
            f"{subject.ref} is not in the governance table", hint=f"mlgate {subject.kind} register {subject.ref}"
        )
    for output in _record_only(outputs):
        if output.format == "json":
            records = [record.document() for record in table.records(subject.ref)]
            write(formatted({**view.document(), "records": records}), output)
        else:
            write(card(view.ref, fields(view), terminal()), output)


def subject_list(table: GovernanceTable, kind: Kind, outputs: Sequence[Output]) -> None:
    """All subjects of a kind, one per line."""
    from mlgate.cli.render.document import formatted
    from mlgate.cli.render.rows import listing

    views = [view for view in table.subjects() if view.kind is kind]
    headings = ("subject", "stage", "status", "owner", "updated by", "decision")
    for output in outputs:
        if output.format == "json":
            write(formatted([view.document() for view in views]), output)
        else:
            text = listing(headings, _rows(views), terminal())
            write(text or f"none registered yet: mlgate {kind} register\n", output)


def _rows(views: Sequence[View]) -> Iterator[Sequence[str]]:
    from mlgate.cli.render.entries import short

    for view in views:
        yield view.ref, view.stage, view.status, view.owner or "", view.updated_by, short(view.decision_id or "")


def _record_only(outputs: Sequence[Output]) -> Sequence[Output]:
    for output in outputs:
        if output.format not in {"text", "json"}:
            raise UsageError(f"-o: {output.format} shows decisions only", hint="use -o text or -o json")
    return outputs
