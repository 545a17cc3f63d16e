"""``mlgate reconcile``: registry against record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Command
from mlgate.cli.outcome import NOT_YET, OVERTAKEN
from mlgate.cli.output import Output, record_outputs, terminal, write
from mlgate.cli.session import Session

if TYPE_CHECKING:
    from mlgate.apply import Finding
    from mlgate.model.effect import Outcome


@click.command(cls=Command, short_help="Finish what a crash left, and name what the record does not explain.")
@record_outputs
@click.pass_obj
def reconcile(session: Session, *, outputs: Sequence[Output]) -> int:
    r"""Finish every registry update that is recorded and not applied, then hold each package against the record.

    \b
    mlgate reconcile
    mlgate reconcile -o json

    Exit codes: 0 all is explained, 3 something is not finished or could not be read, 6 the registry shows what no
    decision explains.
    """
    from mlgate.apply import Stray
    from mlgate.model.effect import Outcome
    from mlgate.model.vocabulary import EffectState

    with session.house() as house:
        found = list(house.reconcile())
    outcomes = [item for item in found if isinstance(item, Outcome)]
    strays = [item for item in found if not isinstance(item, Outcome)]
    for output in outputs:
        write(_document(outcomes, strays) if output.format == "json" else _text(outcomes, strays), output)
    if any(not stray.mended and stray.stray is not Stray.UNREAD for stray in strays):
        return OVERTAKEN
    is_open = any(outcome.state is EffectState.INTENDED for outcome in outcomes)
    return NOT_YET if is_open or any(stray.stray is Stray.UNREAD for stray in strays) else 0


def _document(outcomes: Sequence[Outcome], strays: Sequence[Finding]) -> str:
    from dataclasses import asdict

    from mlgate.cli.render.document import formatted

    return formatted(
        {"outcomes": [outcome.document() for outcome in outcomes], "strays": [asdict(stray) for stray in strays]}
    )


def _text(outcomes: Sequence[Outcome], strays: Sequence[Finding]) -> str:
    from mlgate.cli.render.rows import listing

    rows = [(item.subject, f"update {item.number} {item.state}", item.reason) for item in outcomes]
    rows += [(item.subject, f"{item.stray}{', mended' if item.mended else ''}", item.detail) for item in strays]
    return listing(("subject", "what", "detail"), rows, terminal()) or "registry and record agree\n"
