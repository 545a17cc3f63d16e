"""Lists and cards: columns where they fit the terminal, one field per line where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mlgate.cli.render.printable import printable
from mlgate.cli.render.text import Terminal, wrapped

_GAP = 2
_BOLD, _DIM = "1", "2"


def listing(headings: Sequence[str], rows: Iterable[Sequence[str]], terminal: Terminal) -> str:
    """The rows in columns, ending in a newline; nothing where there are none."""
    shown = [[printable(cell) for cell in row] for row in rows]
    if not shown:
        return ""
    widths = [max(map(len, column)) for column in zip(headings, *shown, strict=True)]
    if sum(widths) + _GAP * (len(widths) - 1) > terminal.width:
        return "\n".join(_stacked(headings, shown, terminal))
    lines = [terminal.paint(_columns(headings, widths), _DIM), *(_columns(row, widths) for row in shown)]
    return "\n".join(lines) + "\n"


def card(title: str, fields: Iterable[tuple[str, str]], terminal: Terminal) -> str:
    """A title and its fields, one per line; a field without text is left out."""
    return "\n".join([terminal.paint(printable(title), _BOLD), *_fields(list(fields), terminal)]) + "\n"


def _columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    return (" " * _GAP).join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()


def _stacked(headings: Sequence[str], rows: Sequence[Sequence[str]], terminal: Terminal) -> Iterator[str]:
    for row in rows:
        yield terminal.paint(row[0], _BOLD)
        yield from _fields(list(zip(headings[1:], row[1:], strict=True)), terminal)
        yield ""


def _fields(fields: Sequence[tuple[str, str]], terminal: Terminal) -> Iterator[str]:
    given = [(name, value) for name, value in fields if value]
    indent = 2 + _GAP + max((len(name) for name, _ in given), default=0)
    for name, value in given:
        label = f"  {name}".ljust(indent)
        for line in wrapped(value, terminal.width - indent):
            yield f"{terminal.paint(label, _DIM)}{line}"
            label = " " * indent
