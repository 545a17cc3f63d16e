"""What a decision means for the caller: one exit code per reaction."""

from __future__ import annotations

from mlgate.model.decision import Decision
from mlgate.model.vocabulary import EffectState, FindingEffect, FindingStatus, Verdict

REJECTED, WARNED, WAITING, NOT_YET, OVERTAKEN = 1, 4, 5, 3, 6


def exit_code(decision: Decision, *, fail_on_warn: bool = False) -> int:
    """0 approved and applied, 1 rejected, 4 approved with warnings (where they were to fail), 5 votes missing.

    3 where the registry does not show yet what was recorded, or no longer will because time ran out, whatever the
    verdict: reconcile, or ask again. 6 where an approval was not applied because something else changed the registry.
    """
    if decision.effect is EffectState.INTENDED:
        return NOT_YET
    if decision.verdict is Verdict.REJECTED:
        return REJECTED
    if decision.verdict is Verdict.PENDING:
        return WAITING
    if decision.effect is EffectState.LAPSED:
        return NOT_YET
    if decision.effect in {EffectState.REFUSED, EffectState.SUPERSEDED}:
        return OVERTAKEN
    return WARNED if fail_on_warn and warns(decision) else 0


def warns(decision: Decision) -> bool:
    """Whether any warning stands."""
    return any(
        finding.effect is FindingEffect.WARN and finding.status is FindingStatus.OPEN for finding in decision.findings
    )
