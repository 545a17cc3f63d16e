"""Turn findings into a decision. Pure: no clock, no files, nothing that is not in its arguments.

- Any open deny rejects; a waived one does not.
- Else any vote still missing leaves it pending.
- Else it is approved; warnings are told, and change nothing.
- No control at all is no answer: an error, never an approval.
"""

from __future__ import annotations

from collections.abc import Iterable

from mlgate.canonical import digest
from mlgate.errors import EvaluationError
from mlgate.model.decision import Action, Decision, EngineRef, Evaluation, Finding, Plan, PolicyRef
from mlgate.model.facts import Facts
from mlgate.model.vocabulary import EffectState, FindingEffect, FindingStatus, Stage, Verdict

_ID_LENGTH = 32


def decide(
    facts: Facts,
    evaluation: Evaluation,
    *,
    policy: PolicyRef,
    engine: EngineRef,
    mlgate: str,
    request_id: str | None,
    dry_run: bool,
) -> Decision:
    """The decision that an evaluation of these facts amounts to.

    Its effect is ``intended`` where the registry mapping asks for a change, ``none`` otherwise and in a dry run; its id
    is null in a dry run. Raises EvaluationError where no control was evaluated.
    """
    if not evaluation.controls:
        raise EvaluationError("no control was evaluated", hint="silence is not consent")
    document = facts.document
    findings = tuple(sorted(evaluation.findings, key=order))
    verdict = _verdict(findings)
    action = _action(evaluation, findings) if verdict is Verdict.REJECTED else None
    decision = Decision.model_construct(
        decision_id=None,
        request_id=request_id,
        verdict=verdict,
        effect=EffectState.NONE,
        gate=evaluation.plan.gate,
        subject=document.subject.ref,
        from_stage=document.subject.stage,
        to_stage=document.request.to_stage,
        moves_to=_moves_to(verdict, document.request.to_stage, action),
        evaluated_at=document.now,
        requester=document.request.requester,
        risk_tier=evaluation.plan.risk_tier,
        findings=findings,
        controls=tuple(sorted(evaluation.controls)),
        policy=policy,
        facts_digest=facts.digest,
        engine=engine,
        mlgate=mlgate,
        dry_run=dry_run,
    )
    if dry_run:
        return decision
    change = evaluation.plan.effects.get(outcome(decision, evaluation.plan))
    return decision.model_copy(
        update={
            "decision_id": identify(decision),
            "effect": EffectState.NONE if change is None else EffectState.INTENDED,
        }
    )


def identify(decision: Decision) -> str:
    """The id a decision has: the first 32 hex digits of the SHA-256 of what it says."""
    return digest(decision.identity()).removeprefix("sha256:")[:_ID_LENGTH]


def outcome(decision: Decision, plan: Plan) -> str:
    """What became of the request, as the plan keys its effects: the verdict, or the action that moves the subject."""
    if decision.verdict is Verdict.REJECTED and decision.moves_to is not None:
        return next(action.action for action in plan.actions if action.to_stage == decision.moves_to)
    return decision.verdict.value


def order(finding: Finding) -> tuple[str, ...]:
    """The order in which findings are told: by control, code and scope, then by all else that may differ."""
    told = (finding.control, finding.code, finding.scope, finding.message)
    return (*told, finding.effect, finding.status, finding.waiver or "")


def _verdict(findings: Iterable[Finding]) -> Verdict:
    effects = {finding.effect for finding in findings if finding.status is FindingStatus.OPEN}
    if FindingEffect.DENY in effects:
        return Verdict.REJECTED
    if FindingEffect.APPROVAL in effects:
        return Verdict.PENDING
    return Verdict.APPROVED


def _action(evaluation: Evaluation, findings: Iterable[Finding]) -> Action | None:
    """The first action of the plan that a control with an open deny asks for."""
    denying = {
        finding.control
        for finding in findings
        if finding.effect is FindingEffect.DENY and finding.status is FindingStatus.OPEN
    }
    asked = {action for control, action in evaluation.on_deny.items() if control in denying}
    return next((action for action in evaluation.plan.actions if action.action in asked), None)


def _moves_to(verdict: Verdict, to_stage: Stage | None, action: Action | None) -> Stage | None:
    if verdict is Verdict.APPROVED:
        return to_stage
    return action.to_stage if action is not None else None
