"""A decision for CI servers: one test case per control that was evaluated."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from mlgate.cli.render.printable import printable
from mlgate.cli.render.report import Report, scoped
from mlgate.model.decision import Decision, Finding
from mlgate.model.vocabulary import FindingEffect, FindingStatus


def junit(report: Report) -> str:
    """JUnit XML: an open deny fails its control, a missing vote skips it, warnings and waivers are its output."""
    decision = report.decision
    found: dict[str, list[Finding]] = {control: [] for control in decision.controls}
    for finding in decision.findings:
        found.setdefault(finding.control, []).append(finding)
    cases = [_case(decision, control, findings) for control, findings in sorted(found.items())]
    failures = sum(any(map(_fails, findings)) for findings in found.values())
    skipped = sum(any(map(_waits, findings)) and not any(map(_fails, findings)) for findings in found.values())
    totals = f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}"'
    name = quoteattr(f"mlgate {decision.gate} {decision.subject}")
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="mlgate" {totals}>',
            f'  <testsuite name={name} {totals} timestamp="{decision.evaluated_at}">',
            "    <properties>",
            *_properties(decision),
            "    </properties>",
            *cases,
            "  </testsuite>",
            "</testsuites>",
            "",
        ]
    )


def _properties(decision: Decision) -> Iterable[str]:
    properties = {
        "verdict": decision.verdict,
        "decision_id": decision.decision_id or "",
        "risk_tier": decision.risk_tier,
        "policy": f"{decision.policy.revision} {decision.policy.digest}",
        "facts": decision.facts_digest,
    }
    return (f"      <property name={quoteattr(name)} value={_quoted(value)}/>" for name, value in properties.items())


def _case(decision: Decision, control: str, findings: list[Finding]) -> str:
    family = control.partition("-")[0]
    title = f"{control} {findings[0].title}" if findings else control
    opening = f'    <testcase classname="mlgate.{decision.gate}.{family}" name={_quoted(title)}'
    if not findings:
        return f"{opening}/>"
    lines = [f"{opening}>"]
    failing, waiting = [item for item in findings if _fails(item)], [item for item in findings if _waits(item)]
    if failing:
        lines.append(f"      <failure message={_quoted(_messages(failing))}>{_body(failing)}</failure>")
    elif waiting:
        lines.append(f"      <skipped message={_quoted(_messages(waiting))}/>")
    rest = [item for item in findings if item not in failing and (failing or item not in waiting)]
    if rest:
        lines.append(f"      <system-out>{_text(chr(10).join(map(_line, rest)))}</system-out>")
    return "\n".join([*lines, "    </testcase>"])


def _fails(finding: Finding) -> bool:
    return finding.effect is FindingEffect.DENY and finding.status is FindingStatus.OPEN


def _waits(finding: Finding) -> bool:
    return finding.effect is FindingEffect.APPROVAL and finding.status is FindingStatus.OPEN


def _messages(findings: Iterable[Finding]) -> str:
    return "; ".join(map(scoped, findings))


def _body(findings: list[Finding]) -> str:
    lines = [*map(scoped, findings), findings[0].remediation, *findings[0].references]
    return _text("\n".join(line for line in lines if line))


def _line(finding: Finding) -> str:
    excuse = f" (waiver {finding.waiver})" if finding.status is FindingStatus.WAIVED else ""
    return f"{finding.effect}: {scoped(finding)}{excuse}"


def _quoted(text: str) -> str:
    return quoteattr(printable(text))


def _text(text: str) -> str:
    return escape("\n".join(map(printable, text.split("\n"))))
