"""A decision as GitHub workflow commands: annotations on the run."""

from __future__ import annotations

from collections.abc import Iterator

from mlgate.cli.render.printable import printable
from mlgate.cli.render.report import Group, Report, cited, scoped
from mlgate.model.decision import Finding
from mlgate.model.vocabulary import FindingStatus, Verdict

_COMMANDS = {"Blocks": "error", "Votes missing": "notice", "Excused": "notice", "Warns": "warning"}
_VERDICTS = {Verdict.APPROVED: "notice", Verdict.PENDING: "warning", Verdict.REJECTED: "error"}


def github(report: Report) -> str:
    """One annotation for the verdict, then one per finding; text cannot start a command of its own."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    decision = report.decision
    headline = f"{report.verdict} {decision.subject} {report.move}"
    yield command(_VERDICTS[decision.verdict], headline, [report.happened])
    for section in report.sections:
        for group in section.groups:
            for finding in group.findings:
                title = f"{group.control} {group.title}"
                yield command(_COMMANDS[section.heading], title, _message(finding, group))


def _message(finding: Finding, group: Group) -> list[str]:
    if finding.status is FindingStatus.WAIVED:
        return [f"{scoped(finding)} (waiver {finding.waiver})"]
    return [scoped(finding), group.remediation, " · ".join(cited(group.references))]


def command(name: str, title: str, message: list[str], **properties: str | int) -> str:
    """One workflow command; the other properties, such as ``file`` and ``line``, come before the title."""
    text = "%0A".join(_data(printable(line)) for line in message if line)
    told = "".join(f"{key}={_property(printable(str(value)))}," for key, value in properties.items())
    return f"::{name} {told}title={_property(printable(title))}::{text}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
