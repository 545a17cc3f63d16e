"""A decision as a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlgate.cli.render.printable import printable
from mlgate.cli.render.report import Group, Report, Section, cited, scoped
from mlgate.model.vocabulary import FindingStatus

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])")
_REFERENCE = re.compile(r"([@#])(?=\w)")
_LINK = re.compile(r"(?<=\w):(?=//)|(?<=\bwww)\.")


def markdown(report: Report) -> str:
    """GitHub-flavoured Markdown. What applicants wrote cannot format, link or mention."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    decision = report.decision
    yield f"## {report.verdict}: `{decision.subject}` {escaped(report.move)}"
    yield ""
    yield " · ".join(escaped(part) for part in report.context)
    for section in report.sections:
        yield ""
        yield from _section(section)
    yield ""
    yield f"{escaped(report.happened)}."
    if report.steps:
        yield ""
        yield "```sh"
        widest = max(len(step.command) for step in report.steps)
        yield from (f"{step.command:<{widest}}  # {step.purpose}" for step in report.steps)
        yield "```"
    yield ""
    yield f"<details><summary>{len(decision.controls)} controls evaluated</summary>"
    yield ""
    yield " ".join(decision.controls)
    yield ""
    yield "</details>"


def _section(section: Section) -> Iterator[str]:
    yield f"### {section.heading} ({section.count})"
    yield ""
    yield "| control | finding | what to do |"
    yield "|---|---|---|"
    yield from (f"| {group.control} | {_found(group)} | {_to_do(group)} |" for group in section.groups)


def _found(group: Group) -> str:
    parts = [f"**{escaped(group.title)}**"]
    for finding in group.findings:
        excuse = f" (waiver {finding.waiver})" if finding.status is FindingStatus.WAIVED else ""
        parts.append(escaped(scoped(finding) + excuse))
    return "<br>".join(parts)


def _to_do(group: Group) -> str:
    references = " · ".join(map(escaped, cited(group.references)))
    return f"{escaped(group.remediation)}<br><sub>{references}</sub>" if references else escaped(group.remediation)


def escaped(text: str) -> str:
    """The text as Markdown shows it, whatever it holds."""
    literal = _SPECIAL.sub(r"\\\1", printable(text))
    return _REFERENCE.sub(r"\1&#8203;", _LINK.sub(lambda found: f"&#{ord(found[0])};", literal))
