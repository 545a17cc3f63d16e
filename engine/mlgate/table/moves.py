"""How decisions, effects and deployments change a view.

- A move opens a new visit, pending, without votes and endpoint.
- Approved, the subject is in the stage decided; what counts for roll-up (``settled_stage``) follows when the grant is
  applied, or at once where nothing has to be granted.
- Sent back or demoted, it counts as sent back at once, and the findings stay as a rejection until the gate approves.
- Rejected in place, the visit is rejected; at a check in production it is held as pending. A version that serves stays
  ``deployed`` whatever else is asked about it; only a check takes that away, and a check gives it back.
- Break-glass changes no status: what it does is told by its effect.
- A grant that came to nothing takes its move back: the subject is where it was, in a new visit.
"""

from __future__ import annotations

from mlgate.errors import IntegrityError
from mlgate.model.decision import Decision
from mlgate.model.effect import Effect
from mlgate.model.entry import Decided, Deployed, Entry, Settled
from mlgate.model.facts import Passage, RejectedFinding, RejectionFacts
from mlgate.model.view import View
from mlgate.model.vocabulary import EffectState, FindingEffect, FindingStatus, Gate, Stage, Status, Verdict

Fields = dict[str, object]
_UNSETTLED = frozenset({EffectState.NONE, EffectState.INTENDED})


def decided(view: View, entry: Entry, body: Decided) -> Fields:
    """The fields of the view that a decision changes."""
    decision = body.decision
    return {
        "decision_id": decision.decision_id,
        "risk_tier": decision.risk_tier,
        **_asked(view, entry, body.effect),
        **_outcome(view, body),
    }


def deployed(view: View, entry: Entry, body: Deployed) -> Fields:
    """The fields that a deployment report changes."""
    return {"status": Status.DEPLOYED, "endpoint": body.endpoint, **_asked(view, entry, body.effect)}


def settled(view: View, body: Settled) -> Fields:
    """The fields that the outcome of an effect changes; IntegrityError where no such effect is open."""
    outcome = body.outcome
    effect = next((held for held in view.open_effects if held.number == outcome.number), None)
    if effect is None or outcome.state in _UNSETTLED:
        raise IntegrityError(f"{view.ref} has no open effect {outcome.number} that {outcome.state} could settle")
    fields: Fields = {"open_effects": tuple(held for held in view.open_effects if held is not effect)}
    if outcome.state is EffectState.APPLIED:
        fields["standing"] = outcome.standing
        if effect.change.granting and effect.decision_id == view.moved_by:
            fields["settled_stage"] = view.stage
    elif effect.change.granting and _never_in_production(view, effect):
        fields["production_decision"] = None
    if body.back_to is not None:
        passed = {gate: held for gate, held in view.passed.items() if held.decision_id != effect.decision_id}
        fields |= {**_move(view, body.back_to, None), "settled_stage": body.back_to, "passed": passed}
    return fields


def _never_in_production(view: View, effect: Effect) -> bool:
    """Whether the grant that came to nothing is the one that the production decision rests on."""
    return view.production_decision == effect.decision_id and view.settled_stage is not Stage.PRODUCTION


def _outcome(view: View, body: Decided) -> Fields:
    decision, effect = body.decision, body.effect
    if decision.verdict is Verdict.PENDING or decision.moves_to is None:
        return {"status": _status_in_place(view, decision)}
    if decision.verdict is Verdict.REJECTED:
        return {
            **_move(view, decision.moves_to, decision.decision_id),
            "settled_stage": decision.moves_to,
            "rejections": (*view.rejections, _rejection(body)),
        }
    granting = effect is not None and effect.change.granting
    fields: Fields = {
        **_move(view, decision.moves_to, decision.decision_id),
        "rejections": tuple(held for held in view.rejections if held.gate is not decision.gate),
        "passed": view.passed | {decision.gate: Passage(decision_id=_id(decision), at=decision.evaluated_at)},
    }
    if not granting:
        fields["settled_stage"] = decision.moves_to
    if decision.moves_to is Stage.PRODUCTION:
        fields["production_decision"] = decision.decision_id
    return fields


def _move(view: View, stage: Stage, moved_by: str | None) -> Fields:
    """A new visit of ``stage``."""
    visit = view.visits.get(stage, 0) + 1
    return {
        "stage": stage,
        "visit": visit,
        "visits": view.visits | {stage: visit},
        "status": Status.PENDING,
        "votes": (),
        "endpoint": None,
        "moved_by": moved_by,
    }


def _status_in_place(view: View, decision: Decision) -> Status:
    if decision.gate is Gate.BG:
        return view.status
    check = decision.gate is Gate.MON
    if decision.verdict is Verdict.REJECTED:
        if check:
            return Status.PENDING
        return view.status if view.status is Status.DEPLOYED else Status.REJECTED
    if view.status is Status.DEPLOYED:
        return Status.DEPLOYED
    if check and decision.verdict is Verdict.APPROVED:
        return view.status if view.endpoint is None else Status.DEPLOYED
    return Status.PENDING


def _id(decision: Decision) -> str:
    return decision.decision_id or ""


def _rejection(body: Decided) -> RejectionFacts:
    decision = body.decision
    return RejectionFacts(
        decision_id=_id(decision),
        gate=decision.gate,
        at=decision.evaluated_at,
        findings=tuple(
            RejectedFinding(control=finding.control, code=finding.code, scope=finding.scope)
            for finding in decision.findings
            if finding.effect is FindingEffect.DENY and finding.status is FindingStatus.OPEN
        ),
        read=body.read,
    )


def _asked(view: View, entry: Entry, effect: Effect | None) -> Fields:
    """The effect that an entry asks for, from here on named by that entry's hash."""
    if effect is None:
        return {}
    if effect.number != view.effect_number + 1 or effect.subject != view.ref:
        raise IntegrityError(f"effect {effect.number} of {effect.subject} does not follow effect {view.effect_number}")
    effect = effect.model_copy(update={"entry": entry.hash})
    return {
        "effect_number": effect.number,
        "open_effects": (*view.open_effects, effect),
        "newest_effect": effect,
    }
