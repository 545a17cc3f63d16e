"""``mlgate log``: the newest entries of the record."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from mlgate.cli.app import Command
from mlgate.cli.output import Output, record_outputs, terminal, write
from mlgate.cli.session import Session
from mlgate.cli.words import SUBJECT

if TYPE_CHECKING:
    from mlgate.model.entry import Entry
    from mlgate.model.subject import Subject
    from mlgate.table.interface import GovernanceTable


@click.command(cls=Command, short_help="List the newest entries of the record.")
@click.argument("subject", type=SUBJECT, required=False)
@click.option("-n", "--number", type=click.IntRange(min=1), default=20, show_default=True, help="How many.")
@record_outputs
@click.pass_obj
def log(session: Session, *, subject: Subject | None, number: int, outputs: Sequence[Output]) -> None:
    r"""List the newest entries of the record, newest first; of one subject, or of all.

    \b
    mlgate log
    mlgate log model/credit-risk-scorer/2 -n 100 -o json
    """
    from mlgate.cli.render.document import formatted
    from mlgate.cli.render.entries import row
    from mlgate.cli.render.rows import listing

    with session.record() as table:
        entries = list(_newest(table, subject, number))
    for output in outputs:
        if output.format == "json":
            write(formatted([entry.model_dump(mode="json", by_alias=True) for entry in entries]), output)
        else:
            text = listing(("when", "who", "about", "what"), map(row, entries), terminal())
            write(text or "nothing is recorded yet\n", output)


def _newest(table: GovernanceTable, subject: Subject | None, number: int) -> Iterable[Entry]:
    from mlgate.cli.render.entries import about

    if subject is None:
        return table.newest(number)
    kept = deque((entry for entry in table.entries(subject.chain) if about(entry) == subject.ref), maxlen=number)
    return reversed(kept)
