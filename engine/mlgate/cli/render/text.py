"""A decision at a terminal: the verdict, what blocks and what to do about it, what happened, what to type next.

Two columns where there is room, one where there is not. Colour only supports what the words say.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest

from mlgate.cli.render.printable import printable
from mlgate.cli.render.report import Group, Report, Section, Step, cited, scoped
from mlgate.model.vocabulary import FindingStatus

NARROWEST, WIDEST, DEFAULT_WIDTH, TWO_COLUMNS = 40, 120, 100, 84

_VERDICT = {"APPROVED": "32;1", "PENDING": "33;1", "REJECTED": "31;1"}
_BOLD, _DIM = "1", "2"
_GAP = 2


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where text goes: how many columns, and whether colour is welcome."""

    width: int = DEFAULT_WIDTH
    colour: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", max(NARROWEST, min(self.width, WIDEST)))

    def paint(self, text: str, style: str) -> str:
        """The text in a style (SGR codes), or plain."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour and text.strip() else text


def text(report: Report, terminal: Terminal) -> str:
    """The decision as text, ending in a newline; no line is wider than the terminal, long words apart."""
    return "\n".join(line.rstrip() for line in _lines(report, terminal)) + "\n"


def _lines(report: Report, terminal: Terminal) -> Iterator[str]:
    yield from _headline(report, terminal)
    for line in flowing(report.context, terminal.width):
        yield terminal.paint(line, _DIM)
    indent = 2 + _GAP + max((len(group.control) for section in report.sections for group in section.groups), default=0)
    for section in report.sections:
        yield ""
        yield terminal.paint(f"{section.heading} {section.count}", _BOLD)
        yield from _section(section, terminal, indent)
    yield ""
    yield from flowing(report.happened.split(" · "), terminal.width)
    yield from steps(report.steps, terminal)


def _headline(report: Report, terminal: Terminal) -> Iterator[str]:
    verdict = terminal.paint(report.verdict, _VERDICT[report.verdict])
    subject, move = report.decision.subject, report.move
    if len(report.verdict) + len(subject) + len(move) + 6 <= terminal.width:
        yield f"{verdict}   {subject}   {move}"
        return
    yield verdict
    for part in (subject, move):
        yield from wrapped(part, terminal.width)


def flowing(parts: Iterable[str], width: int) -> Iterator[str]:
    """The parts, set off by middle dots, on as few lines as they fit; none is torn but one longer than a line."""
    line = ""
    for part in map(printable, parts):
        if not line:
            line = part
        elif len(line) + 3 + len(part) <= width:
            line = f"{line} · {part}"
        else:
            yield from wrapped(line, width)
            line = part
    yield from wrapped(line, width)


def steps(following: tuple[Step, ...], terminal: Terminal) -> Iterator[str]:
    """What to type next, the purposes beside it where all fit, else below."""
    widest = max((len(step.command) for step in following), default=0)
    longest = max((len(step.purpose) for step in following), default=0)
    for step in following:
        if widest + 4 + longest <= terminal.width:
            yield f"{step.command:<{widest}}    {terminal.paint(step.purpose, _DIM)}"
        else:
            yield step.command
            for line in wrapped(step.purpose, terminal.width - 4):
                yield f"    {terminal.paint(line, _DIM)}"


def _section(section: Section, terminal: Terminal, indent: int) -> Iterator[str]:
    for group in section.groups:
        label = f"  {group.control}".ljust(indent)
        for line in _group(group, terminal, terminal.width - indent):
            yield label + line
            label = " " * indent


def _group(group: Group, terminal: Terminal, width: int) -> Iterator[str]:
    """Title and messages, then what to do and where it is written; an excused control asks for nothing."""
    is_excused = group.findings[0].status is FindingStatus.WAIVED
    remediation = "" if is_excused else group.remediation
    waivers = (f"waiver {finding.waiver}" for finding in group.findings)
    references = tuple(dict.fromkeys(waivers)) if is_excused else cited(group.references)
    messages = [scoped(finding) for finding in group.findings]
    if terminal.width < TWO_COLUMNS:
        yield from wrapped(group.title, width)
        for message in messages:
            yield from wrapped(message, width, "- ")
        yield from wrapped(remediation, width, "→ ")
        yield from (terminal.paint(line, _DIM) for line in flowing(references, width))
        return
    left = (width - _GAP) // 2
    right = width - _GAP - left
    yield from _beside(wrapped(group.title, left), chain.from_iterable(wrapped(item, right) for item in messages), left)
    sources = [terminal.paint(line, _DIM) for line in flowing(references, right)]
    yield from _beside(wrapped(remediation, left), sources, left)


def _beside(left: Iterable[str], right: Iterable[str], width: int) -> Iterator[str]:
    for one, other in zip_longest(left, right, fillvalue=""):
        yield f"{one:<{width}}{' ' * _GAP}{other}"


def wrapped(text: str, width: int, mark: str = "") -> list[str]:
    """The text on lines of at most ``width`` columns, the first after ``mark`` and the others below it."""
    after = " " * len(mark)
    shown = printable(text)
    return textwrap.wrap(shown, width, break_on_hyphens=False, initial_indent=mark, subsequent_indent=after)
