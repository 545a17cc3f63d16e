"""``# lint ignore: RULE reason`` on the line above what it excuses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from mlgate.policy.lint.rule import Finding, Level, Rule, in_control, inside

NO_REASON = Rule(
    "suppression-without-reason",
    Level.ERROR,
    "A finding is excused without a reason, or under the name of no rule.",
    "Nobody could say later why the rule does not hold here.",
    "Name the rule and say why in the same line.",
    in_control("\n# lint ignore: rule-unused\n_left_over := 3\n"),
    in_control("\n# lint ignore: rule-unused the audit of 2027 asks for it\n_left_over := 3\n"),
)
UNUSED = Rule(
    "suppression-unused",
    Level.WARNING,
    "A finding is excused that is not there.",
    "It would excuse the next one that comes to this line, unseen.",
    "Delete the comment.",
    in_control("\n# lint ignore: recursion it once was\n_limit := 3\n"),
    in_control("\n_limit := 3\n"),
)

RULES = (NO_REASON, UNUSED)

_COMMENT = re.compile(r"^\s*#[ \t#]*lint ignore:[ \t]*(?P<rule>\S*)[ \t]*(?P<reason>.*?)[ \t]*$")


class Suppression(NamedTuple):
    """One comment: what it excuses in the line below, and why."""

    file: str
    line: int
    rule: str
    reason: str

    def excuses(self, finding: Finding) -> bool:
        """Whether a finding is the one."""
        is_below = finding.line in {self.line + 1, None} and finding.file == self.file
        return is_below and finding.rule == self.rule and bool(self.reason)


class Excused(NamedTuple):
    """A finding, and the comment that excuses it."""

    finding: Finding
    reason: str


def read(texts: Mapping[str, str]) -> Iterator[Suppression]:
    """Every comment of modules and data."""
    for file, text in texts.items():
        for number, line in enumerate(text.split("\n"), start=1):
            match = _COMMENT.match(line)
            if match:
                yield Suppression(file, number, match["rule"], match["reason"])


def apply(
    findings: Sequence[Finding], suppressions: Sequence[Suppression], rules: Collection[str]
) -> tuple[list[Finding], list[Excused]]:
    """The findings that stand, among them those about the comments themselves; and those that are excused."""
    standing: list[Finding] = []
    excused: list[Excused] = []
    used: set[Suppression] = set()
    for finding in findings:
        found = next((one for one in suppressions if one.excuses(finding)), None)
        if found is None:
            standing.append(finding)
        else:
            used.add(found)
            excused.append(Excused(finding, found.reason))
    for one in suppressions:
        if one.rule not in rules:
            standing.append(
                inside(NO_REASON, one.file, one.line, f"{one.rule or 'nothing'} is not a rule of this lint")
            )
        elif not one.reason:
            standing.append(inside(NO_REASON, one.file, one.line, f"why {one.rule} does not hold here is not said"))
        elif one not in used:
            standing.append(inside(UNUSED, one.file, one.line, f"{one.rule} finds nothing in the line below"))
    return standing, excused
