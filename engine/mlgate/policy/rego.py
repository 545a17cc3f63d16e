"""Rego policies: facts in, findings joined to METADATA out. What they mean for the request is `mlgate.decide`'s."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from pydantic import JsonValue, ValidationError

from mlgate.canonical import canonical
from mlgate.decide import order
from mlgate.errors import BundleError, EvaluationError, Fault
from mlgate.model.decision import EngineRef, Evaluation, Finding, Plan, PolicyRef
from mlgate.model.facts import Facts, FactsDocument
from mlgate.model.lifecycle import Lifecycle
from mlgate.model.value import instant
from mlgate.model.vocabulary import FindingEffect, FindingStatus, Gate, Tier
from mlgate.policy.bundle import Bundle
from mlgate.policy.catalogue import Catalogue, Control
from mlgate.policy.interface import Engine

if TYPE_CHECKING:
    from mlgate.policy.signing import Signer

PLAN = "data.mlgate.request.plan"
LIFECYCLE = ("config", "lifecycle", "facts")

_STANDARD = ("approved", "pending", "rejected")
_FIELDS = {"code", "scope", "args"}


class RegoPolicy:
    """A bundle in an engine, evaluated many times. Raises BundleError for lifecycle data that is missing or wrong."""

    def __init__(self, bundle: Bundle, engine: Engine) -> None:
        self.reference: PolicyRef = bundle.reference
        self._bundle = bundle
        self._engine = engine
        self._lifecycle = _lifecycle(bundle.data)

    @property
    def engine(self) -> EngineRef:
        """Which engine answers."""
        return self._engine.reference

    @property
    def lifecycle(self) -> Lifecycle:
        """The policy data that shapes facts."""
        return self._lifecycle

    @property
    def signer(self) -> Signer | None:
        """Whose signature of the bundle was verified; None where none was asked for."""
        return self._bundle.signer

    @property
    def document(self) -> bytes:
        """The bundle whole, as canonical JSON."""
        return self._bundle.document

    @property
    def catalogue(self) -> Catalogue:
        """The controls of the bundle."""
        return self._bundle.catalogue

    @property
    def controls(self) -> Sequence[Control]:
        """The controls of the bundle, by id."""
        return tuple(self._bundle.catalogue.controls.values())

    def evaluate(self, facts: Facts) -> Evaluation:
        """All that the applicable controls say about these facts.

        Controls with ``after_denies`` are asked last, with the denies of the others beside the facts; among these are
        the denies of controls that an earlier rejection names and this gate does not ask. Raises
        EvaluationError where the plan or a control gives no answer or a wrong one, and where no control applies.
        """
        document = facts.document
        (raw_plan,) = self._engine.query(facts.canonical, (PLAN,))
        plan = _plan(raw_plan)
        now = instant(document.now)
        controls = self.catalogue.applicable(document.subject.kind, plan.gate, plan.risk_tier, now)
        if not controls:
            what = f"no control applies to a {document.subject.kind} of tier {plan.risk_tier} at gate {plan.gate}"
            raise EvaluationError(what, hint="silence is not consent: the bundle must say what this gate asks")
        first = [control for control in controls if not control.after_denies]
        last = [control for control in controls if control.after_denies]
        values = self._engine.query(facts.canonical, [control.path for control in first])
        findings = _joined(first, values, plan, now)
        again = self._of_rejections(document, controls, plan.risk_tier) if last else {}
        if last:
            denies = findings + self._denies(facts, again, plan, now)
            values += self._engine.query(with_denies(facts.canonical, denies), [control.path for control in last])
            findings += _joined(last, values[len(first) :], plan, now)
        paths = [control.path for control in (*first, *last)]
        return Evaluation.model_construct(
            plan=plan,
            kind=document.subject.kind,
            controls=tuple(control.id for control in controls),
            findings=tuple(sorted(findings, key=order)),
            on_deny={control.id: action for control in controls if (action := control.on_deny.get(plan.gate))},
            reads={control.id: control.evidence for control in controls},
            raw={PLAN: raw_plan, **dict(zip(paths, values, strict=True))},
        )

    def _of_rejections(self, document: FactsDocument, asked: Iterable[Control], tier: Tier) -> dict[str, Gate]:
        """The further controls that earlier rejections name, and the gate that each was asked at then."""
        known = self.catalogue.controls
        here = {control.id for control in asked}
        return {
            finding.control: rejection.gate
            for rejection in document.rejections
            for finding in rejection.findings
            if finding.control in known.keys() - here and (tier, rejection.gate) in _judged(known[finding.control])
        }

    def _denies(self, facts: Facts, again: Mapping[str, Gate], plan: Plan, now: datetime) -> list[Finding]:
        """What controls of other gates say now, each as at its own gate. It is told to nobody but ``after_denies``."""
        findings: list[Finding] = []
        for gate in sorted(set(again.values())):
            controls = [self.catalogue.controls[name] for name, its_own in again.items() if its_own is gate]
            values = self._engine.query(self._asking(facts, gate), [control.path for control in controls])
            findings += _joined(controls, values, plan.model_copy(update={"gate": gate}), now)
        return findings

    def _asking(self, facts: Facts, gate: Gate) -> bytes:
        """The facts, had this gate been asked: what a rule wants may depend on it, and is read off the request."""
        stage = next((stage for stage, named in self._lifecycle.gates.items() if named is gate), None)
        asked = {"to_stage": stage, "check": gate.value if stage is None else None}
        request = facts.document.request.model_copy(update=asked)
        return canonical(facts.document.model_copy(update={"request": request}).model_dump(mode="json", by_alias=True))


def _judged(control: Control) -> frozenset[tuple[Tier, Gate]]:
    """Where a control has a meaning of its own; none for one that is asked last."""
    if control.after_denies:
        return frozenset()
    return frozenset(key for code in control.codes.values() for key in code.effects)


def _plan(value: JsonValue) -> Plan:
    try:
        plan = Plan.model_validate_json(json.dumps(value))
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        place = ".".join(map(str, detail["loc"]))
        raise EvaluationError(f"{PLAN}: {place or 'the whole'}: {detail['msg']}", hint=_HINT) from None
    names = (*_STANDARD, *(action.action for action in plan.actions))
    missing = [name for name in names if name not in plan.effects]
    if missing:
        raise EvaluationError(f"{PLAN}: effects says nothing of {', '.join(missing)}", hint=_HINT)
    return plan


def _joined(controls: Sequence[Control], values: Sequence[JsonValue], plan: Plan, now: datetime) -> list[Finding]:
    """The findings of some controls, joined to METADATA: demoted before their time, excused where a waiver says so."""
    excuses: dict[tuple[str, str], str] = {}
    for excuse in plan.valid_waivers:
        excuses.setdefault((excuse.control, excuse.scope), excuse.id)
    findings: list[Finding] = []
    for control, value in zip(controls, values, strict=True):
        try:
            findings += _findings(control, value, plan, excuses, is_demoted=not control.is_in_force(now))
        except EvaluationError as error:
            raise EvaluationError(f"{control.file}: {control.id}: {error.message}", hint=_HINT) from None
    return findings


def _findings(
    control: Control, value: JsonValue, plan: Plan, excuses: Mapping[tuple[str, str], str], *, is_demoted: bool
) -> Iterator[Finding]:
    if not isinstance(value, list):
        raise EvaluationError("findings is not a set")
    for item in value:
        code, scope, args = _raw(item)
        meaning = control.codes.get(code)
        if meaning is None:
            raise EvaluationError(f"emits the code {code!r}, which METADATA does not declare")
        effect = meaning.effects[plan.risk_tier, plan.gate]
        if is_demoted and effect is FindingEffect.DENY:
            effect = FindingEffect.WARN
        is_excusable = effect is FindingEffect.DENY and control.is_waivable
        waiver = excuses.get((control.id, scope)) if is_excusable else None
        yield Finding.model_construct(
            control=control.id,
            code=code,
            effect=effect,
            status=FindingStatus.OPEN if waiver is None else FindingStatus.WAIVED,
            waiver=waiver,
            scope=scope,
            title=control.title,
            message=meaning.message.write(scope, args),
            remediation=meaning.remediation,
            references=control.references,
        )


def _raw(item: JsonValue) -> tuple[str, str, dict[str, JsonValue]]:
    """The three parts of what a rule emits; by hand, for this is asked of every finding of every decision."""
    if isinstance(item, dict) and item.keys() == _FIELDS:
        code, scope, args = item["code"], item["scope"], item["args"]
        if isinstance(code, str) and isinstance(scope, str) and isinstance(args, dict):
            return code, scope, args
    raise EvaluationError(f"emits {json.dumps(item)[:120]}, which is not a code, a scope and args")


def with_denies(facts: bytes, findings: Iterable[Finding]) -> bytes:
    """The facts with the denies of the first pass beside them."""
    pairs = sorted({(item.control, item.scope) for item in findings if item.effect is FindingEffect.DENY})
    denies = json.dumps([{"control": control, "scope": scope} for control, scope in pairs])
    return b'{"denies":' + denies.encode() + b"," + facts[1:]


def _lifecycle(data: Mapping[str, Any]) -> Lifecycle:
    value: Any = data
    for key in LIFECYCLE:
        value = cast("Mapping[str, Any]", value).get(key) if isinstance(value, Mapping) else None
    where = f"data.{'.'.join(LIFECYCLE)}"
    if value is None:
        raise BundleError([Fault(where, "is missing: the policy data that shapes facts")])
    try:
        return Lifecycle.model_validate_json(json.dumps(value))
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise BundleError(
            [Fault(".".join((where, *map(str, detail["loc"]))), detail["msg"]) for detail in details]
        ) from None


_HINT = "nothing was approved; the policies must say this otherwise"
