"""A decision for code scanning: a rule per control, a result per finding, in SARIF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mlgate.cli.render import sarif as writer
from mlgate.cli.render.place import relative, repository
from mlgate.cli.render.report import Report, cited, scoped
from mlgate.cli.render.source import Judge, Origin, Spot
from mlgate.model.decision import Decision, Finding
from mlgate.model.vocabulary import FindingEffect, FindingStatus

_LEVELS = {FindingEffect.DENY: "error", FindingEffect.WARN: "warning", FindingEffect.APPROVAL: "note"}
_CONFIG = Path("governance.toml")
"""Where findings are shown of which nothing more is known."""


def sarif(report: Report) -> str:
    """Open findings as results, waived ones as suppressed results, with the control's module beside them."""
    decision = report.decision
    origin = report.origin() if report.origin else Origin(Spot(Path.cwd() / _CONFIG), {}, {})
    root = repository()
    names = sorted({*decision.controls, *(finding.control for finding in decision.findings)})
    rules = [_rule(name, origin.judges.get(name), decision) for name in names]
    results = [_result(finding, decision, origin, root) for finding in decision.findings]
    return writer.log(rules, results, information=f"check {decision.subject} {decision.gate}")


def _rule(name: str, judge: Judge | None, decision: Decision) -> writer.Rule:
    findings = [finding for finding in decision.findings if finding.control == name]
    title = judge.control.title if judge else next((finding.title for finding in findings), name)
    description = judge.description if judge else title
    return writer.Rule(
        id=name,
        name=name,
        short=title,
        full=description,
        markdown="\n\n".join(_help(title, description, judge, findings)) + "\n",
        level=_level(judge, findings),
        tags=("governance", name.partition("-")[0].lower()),
        precision="very-high",
    )


def _help(title: str, description: str, judge: Judge | None, findings: list[Finding]) -> Iterator[str]:
    yield title
    if description != title:
        yield description
    said = [code.remediation for code in judge.control.codes.values()] if judge else []
    yield from dict.fromkeys(said or [finding.remediation for finding in findings])
    references = judge.control.references if judge else findings[0].references if findings else ()
    if references:
        yield " · ".join(cited(references))


def _level(judge: Judge | None, findings: list[Finding]) -> str:
    """The gravest that the control can find, else what it found."""
    codes = judge.control.codes.values() if judge else ()
    effects = {effect for code in codes for effect in code.effects.values()} | {finding.effect for finding in findings}
    return next((level for effect, level in _LEVELS.items() if effect in effects), "warning")


def _result(finding: Finding, decision: Decision, origin: Origin, root: Path) -> writer.Result:
    judge = origin.judges.get(finding.control)
    module = judge.module if judge else None
    is_waived = finding.status is FindingStatus.WAIVED
    return writer.Result(
        rule=finding.control,
        level=_LEVELS[finding.effect],
        message=f"{scoped(finding)}. {finding.remediation}".removesuffix(". "),
        place=_place(origin.spot(finding.control), root),
        identity=(decision.subject, finding.control, finding.code, finding.scope),
        related=((_place(module, root), f"{finding.control} {finding.title}"),) if module else (),
        excuses=(writer.Excuse("external", f"waiver {finding.waiver}"),) if is_waived else (),
        properties={"code": finding.code, "scope": finding.scope, "effect": str(finding.effect)},
    )


def _place(spot: Spot, root: Path) -> writer.Place:
    return writer.Place(relative(spot.file, root), spot.line)
