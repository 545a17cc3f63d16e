"""Lint of a policy bundle: what could turn or lose a decision, and what would mislead those who read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mlgate.policy.files import Files
from mlgate.policy.lint import convention, data, emission, engine, futility, loading, reading, suppression
from mlgate.policy.lint.inference import Inference
from mlgate.policy.lint.rule import Finding, Level, Rule
from mlgate.policy.lint.suppression import Excused

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for part in (loading, convention, emission, futility, data, engine, suppression)
    for rule in part.RULES
}
"""Every rule by its id."""

__all__ = ["RULES", "Excused", "Finding", "Level", "Report", "Rule", "lint"]


class Report(NamedTuple):
    """What was found in a bundle, by file and line; what comments excuse; how many files were read."""

    findings: tuple[Finding, ...]
    excused: tuple[Excused, ...]
    files: int


def lint(files: Files) -> Report:
    """All that there is to mend in a bundle, read with its tests."""
    bundle = reading.read(files)
    inference = Inference(bundle).run()
    found = [
        *loading.check(bundle),
        *convention.check(bundle),
        *emission.check(bundle, inference),
        *futility.check(bundle, inference),
        *data.check(bundle),
        *engine.check(bundle),
    ]
    standing, excused = suppression.apply(list(dict.fromkeys(found)), list(suppression.read(bundle.texts)), RULES)
    return Report(tuple(sorted(standing, key=_order)), tuple(excused), len(bundle.texts))


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.file, finding.line or 0, finding.column or 0, finding.rule, finding.what
