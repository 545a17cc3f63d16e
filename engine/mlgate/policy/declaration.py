"""METADATA → controls, each held against the rules it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mlgate.errors import Fault
from mlgate.model.value import instant
from mlgate.model.vocabulary import FindingEffect, Gate, Tier
from mlgate.policy import message, metadata
from mlgate.policy.catalogue import Catalogue, CodeMeaning, Control
from mlgate.policy.metadata import Code, Custom
from mlgate.policy.rules import Rules
from mlgate.policy.source import Source

CONTROLS = ("mlgate", "controls")
"""The package under which every package is a control."""

FINDINGS = "findings"

_SOURCES = (
    ("eu_ai_act", "AI Act "),
    ("nist_ai_rmf", "NIST AI RMF "),
    ("iso_42001", "ISO/IEC 42001 "),
    ("sr", "SR "),
    ("other", ""),
)
_STRICTNESS = (FindingEffect.WARN, FindingEffect.APPROVAL, FindingEffect.DENY)


def read(sources: Sequence[Source], rules: Rules) -> tuple[Catalogue, list[Fault]]:
    """The catalogue of a bundle, and all that is wrong with it."""
    controls: list[Control] = []
    faults: list[Fault] = []
    for source in sources:
        if source.package[: len(CONTROLS)] == CONTROLS:
            found = _control(source, rules)
            if isinstance(found, Control):
                controls.append(found)
            else:
                faults += found
        elif metadata.is_declared(source):
            where = f"{source.path}:{source.package_line}"
            faults.append(
                Fault(where, f"a control outside the package {'.'.join(CONTROLS)}, where nobody would ask it")
            )
    if not controls and not faults:
        faults.append(Fault("", "the bundle has no controls: nothing in it could refuse anything"))
    return Catalogue(controls), faults + list(twice(controls))


def twice(controls: Iterable[Control]) -> Iterator[Fault]:
    """Control ids and packages that two modules claim."""
    for attribute in ("id", "path"):
        seen: dict[str, str] = {}
        for control in controls:
            name = str(getattr(control, attribute))
            if name in seen:
                yield Fault(control.file, f"{name} is also {seen[name]}; a control is one module with one id")
            seen.setdefault(name, control.file)


def _control(source: Source, rules: Rules) -> Control | list[Fault]:
    found = metadata.read(source)
    if isinstance(found, list):
        return found
    if (FINDINGS,) not in source.rules:
        return [Fault(f"{source.path}:{source.package_line}", f"a control without a rule {FINDINGS!r}")]
    faults = list(undeclared(source, rules, found.custom)) + list(without_effect(source, found.custom))
    if faults:
        return faults
    custom = found.custom
    starts = [instant(f"{day}T00:00:00Z") for day in (custom.policy_from, custom.legal_from) if day is not None]
    return Control(
        id=custom.control,
        path=".".join(("data", *source.package, FINDINGS)),
        file=f"{source.path}:{source.package_line}",
        title=found.title,
        kinds=frozenset(custom.subjects),
        gates=frozenset(custom.gates),
        tiers=frozenset(custom.tiers),
        starts=min(starts, default=None),
        warns_before=custom.before == "warn",
        is_waivable=custom.waivable != "never",
        after_denies=custom.after_denies,
        on_deny=custom.on_deny,
        references=tuple(prefix + item for name, prefix in _SOURCES for item in getattr(custom.refs, name)),
        evidence=custom.evidence,
        codes={name: _meaning(code, custom) for name, code in custom.codes.items()},
    )


def _meaning(code: Code, custom: Custom) -> CodeMeaning:
    return CodeMeaning(_effects(code, custom), message.parse(code.message), code.remediation or custom.remediation)


def undeclared(source: Source, rules: Rules, custom: Custom) -> Iterator[Fault]:
    """The codes that findings may bear, written in the control or in what it rests on, that METADATA does not name."""
    for path in sorted(rules.reachable((*source.package, FINDINGS))):
        for where, rule in rules.by_path[path]:
            for code, position in rule.codes.items():
                if code not in custom.codes:
                    what = f"the code {code!r} is not declared in the METADATA of {custom.control}"
                    yield Fault(f"{where.path}:{where.line(position)}", f"{what} ({', '.join(custom.codes)})")


def without_effect(source: Source, custom: Custom) -> Iterator[Fault]:
    """Codes without an effect in a tier at a gate, and gates of ``on_deny`` that are not the control's."""
    where = f"{source.path}:{source.package_line}"
    for name, code in custom.codes.items():
        for tier in custom.tiers:
            for gate in custom.gates:
                if _effect(code, tier, gate) is None:
                    yield Fault(where, f"METADATA custom.codes.{name}: no effect for tier {tier} at gate {gate}")
    for gate in custom.on_deny:
        if gate not in custom.gates:
            yield Fault(where, f"METADATA custom.on_deny: {gate} is not among the gates of this control")


def _effect(code: Code, tier: Tier, gate: Gate) -> FindingEffect | None:
    if isinstance(code.effect, FindingEffect):
        return code.effect
    for case in code.effect:
        if (case.tiers is None or tier in case.tiers) and (case.gates is None or gate in case.gates):
            return case.effect
    return None


def _effects(code: Code, custom: Custom) -> dict[tuple[Tier, Gate], FindingEffect]:
    """Effect by tier and gate; for an undetermined tier the strictest that any tier of the control would have."""
    effects: dict[tuple[Tier, Gate], FindingEffect] = {}
    for gate in custom.gates:
        found = {tier: effect for tier in custom.tiers if (effect := _effect(code, tier, gate)) is not None}
        effects.update({(tier, gate): effect for tier, effect in found.items()})
        effects[Tier.UNDETERMINED, gate] = max(found.values(), key=_STRICTNESS.index)
    return effects
