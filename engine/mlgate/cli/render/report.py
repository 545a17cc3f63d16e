"""A decision, sorted for reading: what blocks, which votes are missing, what is excused, what warns, what is next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC
from functools import cached_property
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, NamedTuple

from mlgate.model.decision import Decision, Finding
from mlgate.model.value import instant
from mlgate.model.vocabulary import EffectState, FindingEffect, FindingStatus, Tier, Verdict

if TYPE_CHECKING:
    from mlgate.cli.render.source import Origin

SHORT = 12
"""Hex digits of an id that people see and may type."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_RISK = {
    Tier.OUT_OF_SCOPE: "out of scope",
    Tier.UNDETERMINED: "risk tier undetermined",
}

_REGISTRY = {
    EffectState.NONE: "nothing to change in the registry",
    EffectState.INTENDED: "registry not updated yet",
    EffectState.APPLIED: "registry updated",
    EffectState.REFUSED: "not applied: something else changed the registry or the artifact",
    EffectState.SUPERSEDED: "not applied: a newer decision took its place",
    EffectState.LAPSED: "not applied in time, so the approval has lapsed",
}


class Group(NamedTuple):
    """The findings of one control in one section."""

    control: str
    title: str
    remediation: str
    references: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its groups; ``count`` counts findings."""

    heading: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many findings there are under the heading."""
        return sum(len(group.findings) for group in self.groups)


class Step(NamedTuple):
    """One thing to type next, and what it does."""

    command: str
    purpose: str


@dataclass(frozen=True)
class Report:
    """A decision as people read it. ``from_table`` is false where facts came from a file.

    ``origin`` tells the files that it is about, for formats that show findings at lines.
    """

    decision: Decision
    from_table: bool = True
    origin: Callable[[], Origin] | None = None

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections that have anything in them, the most pressing first."""
        sections = (
            Section("Blocks", self._groups(lambda found: found.effect is FindingEffect.DENY and _open(found))),
            Section("Votes missing", self._groups(lambda found: found.effect is FindingEffect.APPROVAL)),
            Section("Excused", self._groups(lambda found: found.status is FindingStatus.WAIVED)),
            Section("Warns", self._groups(lambda found: found.effect is FindingEffect.WARN and _open(found))),
        )
        return tuple(section for section in sections if section.groups)

    @property
    def verdict(self) -> str:
        """The verdict in capitals."""
        return self.decision.verdict.upper()

    @property
    def move(self) -> str:
        """What was asked for: ``qa → pre_production``, or the check in place."""
        decision = self.decision
        if decision.to_stage is None:
            return f"check in {decision.from_stage}"
        return f"{decision.from_stage} → {decision.to_stage}"

    @property
    def context(self) -> tuple[str, ...]:
        """Gate, risk, policies, time, requester."""
        decision = self.decision
        digest = decision.policy.digest.removeprefix("sha256:")[:SHORT]
        return (
            f"gate {decision.gate}",
            _RISK.get(decision.risk_tier, f"{decision.risk_tier} risk"),
            f"policies {decision.policy.revision} ({digest})",
            moment(decision.evaluated_at),
            f"asked by {decision.requester}",
        )

    @property
    def happened(self) -> str:
        """What was done about it, in one sentence."""
        decision = self.decision
        if decision.dry_run or decision.decision_id is None:
            return f"Checked {_controls(len(decision.controls))}; nothing was recorded, nothing changed"
        parts = [f"Recorded as {decision.decision_id[:SHORT]}", _REGISTRY[decision.effect]]
        if where := self._where():
            parts.append(where)
        return " · ".join(parts)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What to type next; nothing where there is nothing to do."""
        return tuple(_checked(self) if self.decision.dry_run else _recorded(self))

    @property
    def again(self) -> str:
        """The words that ask for the same thing: subject and target."""
        decision = self.decision
        if decision.to_stage is None:
            return decision.subject
        return f"{decision.subject} --to {decision.to_stage}"

    @property
    def open_roles(self) -> tuple[str, ...]:
        """The roles whose votes are missing, as far as the findings name them by scope."""
        groups = [section.groups for section in self.sections if section.heading == "Votes missing"]
        found = (finding.scope for group in groups for item in group for finding in item.findings)
        return tuple(dict.fromkeys(role for role in found if role))

    def _where(self) -> str:
        decision = self.decision
        if decision.moves_to is None:
            return f"stays in {decision.from_stage}"
        if decision.verdict is Verdict.REJECTED:
            return f"back to {decision.moves_to}"
        held = {EffectState.REFUSED, EffectState.SUPERSEDED, EffectState.LAPSED}
        return f"stays in {decision.from_stage}" if decision.effect in held else f"now in {decision.moves_to}"

    def _groups(self, wanted: Callable[[Finding], bool]) -> tuple[Group, ...]:
        return tuple(_grouped(finding for finding in self.decision.findings if wanted(finding)))


def moment(timestamp: str) -> str:
    """``10 Dec 2026 09:00 UTC``, the same in every locale; seconds are left to the record."""
    at = instant(timestamp).astimezone(UTC)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year} {at:%H:%M} UTC"


def scoped(finding: Finding) -> str:
    """The message, with its scope before it where it does not name it."""
    if finding.scope and finding.scope not in finding.message:
        return f"{finding.scope}: {finding.message}"
    return finding.message


def cited(references: Iterable[str]) -> tuple[str, ...]:
    """The references, those that begin with the same words told together: ``AI Act Art 9(8), 15(1)``."""
    told: list[str] = []
    before: list[str] = []
    for reference in references:
        words = reference.split()
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, words, strict=False)))
        if shared and shared < len(words):
            told[-1] += ", " + " ".join(words[shared:])
        elif not shared:
            told.append(reference)
        before = words
    return tuple(told)


def _open(finding: Finding) -> bool:
    return finding.status is FindingStatus.OPEN


def _grouped(findings: Iterable[Finding]) -> Iterable[Group]:
    for control, group in groupby(sorted(findings, key=lambda found: found.control), key=lambda found: found.control):
        found = tuple(group)
        first = found[0]
        yield Group(control, first.title, first.remediation, first.references, found)


def _controls(count: int) -> str:
    return f"{count} control" if count == 1 else f"{count} controls"


def _checked(report: Report) -> Iterable[Step]:
    if not report.from_table:
        return
    verb = "gate" if report.decision.to_stage else "monitor check"
    if report.decision.verdict is Verdict.REJECTED:
        if report.decision.to_stage:
            yield Step(f"mlgate check {report.again} --evidence TYPE=FILE", "tries a document before it is filed")
    else:
        yield Step(f"mlgate {verb} {report.again}", "records the decision and updates the registry")


def _recorded(report: Report) -> Iterable[Step]:
    decision = report.decision
    if decision.effect is EffectState.INTENDED:
        yield Step("mlgate reconcile", "finishes the update of the registry")
    if decision.effect in {EffectState.REFUSED, EffectState.SUPERSEDED}:
        yield Step("mlgate reconcile", "names what the record does not explain")
    if decision.effect is EffectState.LAPSED:
        yield Step(f"mlgate gate {report.again}", "asks again")
    if decision.verdict is Verdict.PENDING:
        yield from (Step(f"mlgate approve {report.again} --role {role}", "votes") for role in report.open_roles)
        yield Step(f"mlgate gate {report.again}", "asks again once the votes are in")
    yield Step(f"mlgate show {(decision.decision_id or '')[:SHORT]}", "the record of this decision")
