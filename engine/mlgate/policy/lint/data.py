"""Policy data against those who read it: thresholds, evidence, waivers, and keys that nobody reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from mlgate.policy.declaration import FINDINGS
from mlgate.policy.lint.reading import Declared, Reading, strings
from mlgate.policy.lint.rule import Example, Finding, Level, Rule, in_control, inside
from mlgate.policy.source import Name
from mlgate.policy.tree import REFERENCES, Node, references, root, split

_THRESHOLDS = "config/thresholds/data.yaml"
_EVIDENCE = "config/evidence/data.yaml"
_ANYTHING = "*"
_UNSETTLED = "uncertain"
"""What data says of the law that is not settled is for readers: the pages of the controls show it."""
_ASKED_BY_THE_HOST: Sequence[Name] = (("lifecycle", "facts"),)

UNREAD = Rule(
    "data-unread",
    Level.WARNING,
    "Policy data that no rule reads.",
    "Whoever changes it believes to have changed a decision.",
    "Delete it, or name it where it is meant to count; a threshold belongs to the parameters of a control.",
    (Example(_THRESHOLDS, "  score.forgotten: {value: 3, stricter: higher}\n"),),
    (
        Example(_THRESHOLDS, "  score.max: {value: 0.9, stricter: lower}\n"),
        *in_control('#   parameters: [score.min, score.max]\n\n_most := parameters.value("score.max")\n'),
    ),
)
UNNAMED = Rule(
    "parameter-unnamed",
    Level.WARNING,
    "A control reads a threshold that its METADATA does not name.",
    "Documents and impact reports would not say that the threshold decides here.",
    "Name it under parameters.",
    in_control("#   parameters: []\n"),
    in_control("#   parameters: [score.min]\n"),
)
UNREAD_PARAMETER = Rule(
    "parameter-unread",
    Level.WARNING,
    "METADATA names a threshold that the control does not read.",
    "Documents would say that a threshold decides which does not.",
    "Take it out of parameters, or read it.",
    (
        *in_control("#   parameters: [score.min, score.max]\n"),
        Example(_THRESHOLDS, "  score.max: {value: 0.9, stricter: lower}\n"),
    ),
    in_control("#   parameters: [score.min]\n"),
)
NO_THRESHOLD = Rule(
    "threshold-missing",
    Level.ERROR,
    "A parameter has no default among the thresholds.",
    "Its value is undefined, so whatever compares with it never fires.",
    "Give it a value, the stricter direction and a source in config/thresholds/data.yaml.",
    in_control('#   parameters: [score.min, score.unset]\n\n_unset := parameters.value("score.unset")\n'),
    (
        *in_control('#   parameters: [score.min, score.set]\n\n_set := parameters.value("score.set")\n'),
        Example(_THRESHOLDS, "  score.set: {value: 3, stricter: higher}\n"),
    ),
)
NO_APPROVERS = Rule(
    "evidence-without-approvers",
    Level.ERROR,
    "An evidence type of a control says nowhere who may approve it.",
    "No document of that type ever counts: the control denies for ever.",
    "Name its approvers in config/evidence/data.yaml.",
    in_control("#   evidence: [evaluation_report, model_card]\n"),
    (
        *in_control("#   evidence: [evaluation_report, model_card]\n"),
        Example(_EVIDENCE, "model_card:\n  approvers: [model_owner]\n"),
    ),
)
WAIVERS = Rule(
    "waiver-data",
    Level.ERROR,
    "METADATA and policy data say different things of how long a control may be waived.",
    "The plan takes the data, readers take METADATA: a waiver would last longer than anybody allowed.",
    "Give the control under controls in config/waivers/data.yaml the days of its METADATA, 0 for never; "
    "one with tier_max is not named there.",
    in_control("#   waivable: {max_days: 90}\n"),
    in_control("#   waivable: {max_days: 60}\n"),
)

RULES = (UNREAD, UNNAMED, UNREAD_PARAMETER, NO_THRESHOLD, NO_APPROVERS, WAIVERS)


def check(reading: Reading) -> Iterator[Finding]:
    """Thresholds, evidence types, waivers, unread keys."""
    thresholds = _mapping(reading.config, "thresholds", "default")
    for control in reading.controls:
        if thresholds is not None:
            yield from _parameters(control, reading, thresholds)
        yield from _evidence(control, reading)
    yield from _waivers(reading)
    yield from _unread(reading)
    yield from _unread_thresholds(reading, thresholds or {})


def _parameters(control: Declared, reading: Reading, thresholds: Mapping[str, Any]) -> Iterator[Finding]:
    source, custom = control.source, control.metadata.custom
    texts = set(reading.texts_below((*source.package, FINDINGS)))
    line = control.line("custom", "parameters")
    for name in sorted(texts & thresholds.keys() - set(custom.parameters)):
        yield inside(UNNAMED, source.path, line, f"{custom.control} reads {name}, which parameters does not name")
    for number, name in enumerate(custom.parameters):
        line = control.line("custom", "parameters", number)
        if name not in thresholds:
            yield inside(NO_THRESHOLD, source.path, line, f"{name} has no default in data.config.thresholds.default")
        elif name not in texts and not any(_begins(text, name) for text in texts):
            yield inside(UNREAD_PARAMETER, source.path, line, f"{custom.control} names {name} and does not read it")


def _begins(text: str, name: str) -> bool:
    """Whether a text is the beginning of a name that a rule completes, such as ``monitoring.days_`` with the tier."""
    return "." in text and text.endswith((".", "_")) and name.startswith(text)


def _evidence(control: Declared, reading: Reading) -> Iterator[Finding]:
    rules = _mapping(reading.config, "evidence")
    if rules is None:
        return
    for number, kind in enumerate(control.metadata.custom.evidence):
        if not (_mapping(rules, kind) or {}).get("approvers"):
            line = control.line("custom", "evidence", number)
            what = f"data.config.evidence.{kind} names no approvers"
            yield inside(NO_APPROVERS, control.source.path, line, what)


def _waivers(reading: Reading) -> Iterator[Finding]:
    days = _mapping(reading.config, "waivers", "controls")
    if days is None:
        return
    for control in reading.controls:
        custom = control.metadata.custom
        said = custom.waivable
        wanted = None if said == "tier_max" else 0 if said == "never" else said.max_days
        if days.get(custom.control) != wanted:
            found = days.get(custom.control, "not named")
            what = f"waivable is {_told(wanted)}, and data.config.waivers.controls.{custom.control} is {found}"
            yield inside(WAIVERS, control.source.path, control.line("custom", "waivable"), what)
    for name in sorted(days.keys() - {control.metadata.custom.control for control in reading.controls}):
        file, line = reading.data_place("config", "waivers", "controls", name)
        yield inside(UNREAD, file, line, f"there is no control {name}")


def _told(days: int | None) -> str:
    return "tier_max" if days is None else f"{days} days"


def _unread_thresholds(reading: Reading, thresholds: Mapping[str, Any]) -> Iterator[Finding]:
    named = {name for control in reading.controls for name in control.metadata.custom.parameters}
    texts = {text for module in reading.modules for text in strings(module.rules)}
    for name in thresholds:
        if name not in named | texts:
            file, line = reading.data_place("config", "thresholds", "default", name)
            yield inside(UNREAD, file, line, f"no control reads the threshold {name}")


def _unread(reading: Reading) -> Iterator[Finding]:
    read = {*_ASKED_BY_THE_HOST, *_reads(reading)}
    for path in _dead((), reading.config, read):
        file, line = reading.data_place("config", *path)
        yield inside(UNREAD, file, line, f"no rule reads data.config.{'.'.join(path)}")


def _dead(path: Name, value: Any, read: set[Name]) -> Iterator[Name]:
    """The topmost places that no read reaches, neither from above nor from below."""
    for key, item in cast("Mapping[str, Any]", value).items():
        here = (*path, key)
        if any(_covers(one, here) for one in read) or (isinstance(item, dict) and _UNSETTLED in item):
            continue
        if any(
            _covers(here, one[: len(here)]) or _covers(one[: len(here)], here) for one in read if len(one) > len(here)
        ):
            if isinstance(item, dict):
                yield from _dead(here, item, read)
        else:
            yield here


def _covers(pattern: Name, path: Name) -> bool:
    """Whether a read of a pattern reads all of a place."""
    return len(pattern) <= len(path) and all(
        one in {_ANYTHING, other} for one, other in zip(pattern, path, strict=False)
    )


def _reads(reading: Reading) -> Iterator[Name]:
    """The places below ``data.config`` that rules name, an asterisk for what is only known when they run."""
    for module in reading.modules:
        for node in references(module.rules):
            base = module.path(root(node))
            if base is None:
                continue
            path = (*base, *_steps(node))
            if path[:1] == ("config",):
                yield path[1:]


def _steps(reference: Node) -> tuple[str, ...]:
    kind, body = split(reference)
    if kind == "Var":
        return ()
    inner = _steps(body["refr"]) if next(iter(body["refr"])) in REFERENCES else ()
    if kind == "RefDot":
        return (*inner, body["field"][1])
    index = body["index"].get("String")
    return (*inner, index["value"] if index else _ANYTHING)


def _mapping(value: object, *keys: str) -> Mapping[str, Any] | None:
    for key in keys:
        value = cast("Mapping[str, Any]", value).get(key) if isinstance(value, Mapping) else None
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else None
