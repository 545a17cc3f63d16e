"""What a command says once it has appended an entry."""

from __future__ import annotations

from collections.abc import Sequence

from mlgate.cli.output import Output, write
from mlgate.cli.render.document import formatted
from mlgate.cli.render.entries import about, sentence
from mlgate.cli.render.printable import printable
from mlgate.model.entry import Entry


def acknowledge(entry: Entry, outputs: Sequence[Output]) -> None:
    """One line: about what, and what was recorded; or the entry as JSON."""
    for output in outputs:
        if output.format == "json":
            write(formatted(entry.model_dump(mode="json", by_alias=True)), output)
        else:
            write(f"{about(entry)}  {printable(sentence(entry))}\n", output)
