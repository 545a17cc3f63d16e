"""Lists and cards: columns where they fit the terminal, one field per line where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mlgate.cli.render.printable import printable
from mlgate.cli.render.text import Terminal, wrapped

_GAP = 2
_LEAST = 30
"""Columns that the last one needs to read well."""
_BOLD, _DIM = "1", "2"


def listing(headings: Sequence[str], rows: Iterable[Sequence[str]], terminal: Terminal) -> str:
    """The rows in columns, ending in a newline, the last column wrapped; nothing where there are no rows."""
    shown = [[printable(cell) for cell in row] for row in rows]
    if not shown:
        return ""
    widths = [max(map(len, column)) for column in zip(headings, *shown, strict=True)]
    room = terminal.width - sum(widths[:-1]) - _GAP * (len(widths) - 1)
    if room < min(widths[-1], _LEAST):
        return "\n".join(_stacked(headings, shown, terminal))
    lines = [terminal.paint(line, _DIM) for line in _columns(headings, widths, room)]
    lines += [line for row in shown for line in _columns(row, widths, room)]
    return "\n".join(lines) + "\n"


def card(title: str, fields: Iterable[tuple[str, str]], terminal: Terminal) -> str:
    """A title and its fields, one per line; a field without text is left out."""
    return "\n".join([terminal.paint(printable(title), _BOLD), *_fields(list(fields), terminal)]) + "\n"


def _columns(cells: Sequence[str], widths: Sequence[int], room: int) -> Iterator[str]:
    *fixed, last = cells
    label = "".join(f"{cell:<{width + _GAP}}" for cell, width in zip(fixed, widths[:-1], strict=True))
    for line in wrapped(last, room) or [""]:
        yield (label + line).rstrip()
        label = " " * len(label)


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
