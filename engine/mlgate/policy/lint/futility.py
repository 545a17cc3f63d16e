"""What can never happen: conditions that are false on their face, rules that nobody uses, fields that nobody has."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from mlgate.policy.declaration import CONTROLS, FINDINGS
from mlgate.policy.lint import schema
from mlgate.policy.lint.inference import Inference
from mlgate.policy.lint.reading import Reading
from mlgate.policy.lint.rule import Finding, Level, Rule, in_control, inside
from mlgate.policy.tree import Node, split, statements, without_places
from mlgate.toml import near

_HEAD = '\nfindings contains {"code": "score_low", "scope": "", "args": {"score": 0, "limit": 0}} if {\n'
_HOST = frozenset({("mlgate", "request", "plan")})
"""Rules that the host asks for by name, beside the findings of controls."""

FIELD = Rule(
    "unknown-field",
    Level.ERROR,
    "A field that neither facts nor the document's schema have.",
    "It is always undefined, so the rule never fires, or always does.",
    "Name a field of schemas/facts.schema.json, or of schemas/documents/<type>.schema.json.",
    in_control(f'{_HEAD}\tinput.subjct.ref == "model/x/1"\n}}\n'),
    in_control(f'{_HEAD}\tinput.subject.ref == "model/x/1"\n}}\n'),
)
NEVER = Rule(
    "never-true",
    Level.ERROR,
    "A condition that can never hold.",
    "The rule never fires: a control that looks strict lets everything pass.",
    "Compare with what the value can be, and one value with one bound.",
    in_control(f'{_HEAD}\tinput.subject.stage == "prod"\n}}\n'),
    in_control(f'{_HEAD}\tinput.subject.stage == "production"\n}}\n'),
)
CONTRADICTION = Rule(
    "contradiction",
    Level.ERROR,
    "Two conditions of one rule exclude each other.",
    "The rule never fires: a control that looks strict lets everything pass.",
    "Write two rules where either is meant.",
    in_control(f"{_HEAD}\tinput.subject.visit > 5\n\tinput.subject.visit < 3\n}}\n"),
    in_control(f"{_HEAD}\tinput.subject.visit > 3\n\tinput.subject.visit < 5\n}}\n"),
)
UNUSED = Rule(
    "rule-unused",
    Level.WARNING,
    "A rule that no other rule uses.",
    "Whoever reads it believes that it decides something; tests do not make it decide.",
    "Use it, or delete it.",
    in_control("\n_left_over := 3\n"),
    in_control(f"{_HEAD}\tinput.subject.visit > _left_over\n}}\n\n_left_over := 3\n"),
)

RULES = (FIELD, NEVER, CONTRADICTION, UNUSED)

_FALSE: Mapping[str, Callable[[Any, Any], bool]] = {
    "Eq": operator.ne,
    "Ne": operator.eq,
    "Lt": operator.ge,
    "Le": operator.gt,
    "Gt": operator.le,
    "Ge": operator.lt,
}
_MIRRORED = {"Lt": "Gt", "Gt": "Lt", "Le": "Ge", "Ge": "Le", "Eq": "Eq", "Ne": "Ne"}


def check(reading: Reading, inference: Inference) -> Iterator[Finding]:
    """Fields, words, constants, contradictions, and what nobody uses."""
    for (spot, name), place in inference.strange_fields:
        file, line, column = spot
        hint = near(name, schema.names(place))
        what = f"{place.named()} has no field {name}" + (f"; {hint}" if hint else "")
        yield inside(FIELD, file, line, what, column)
    for (spot, word), _, words in inference.strange_words:
        file, line, column = spot
        yield inside(NEVER, file, line, f'it is never "{word}", but one of {", ".join(sorted(words))}', column)
    for module in reading.modules:
        for query in statements(module.rules):
            yield from _constants(module.file, query)
            yield from _contradictions(module.file, query)
    yield from _unused(reading)


def _constants(file: str, query: Sequence[Node]) -> Iterator[Finding]:
    for statement in query:
        kind, literal = split(statement["literal"])
        if kind not in {"Expr", "NotExpr"}:
            continue
        truth = _truth(literal["expr"])
        if truth is (kind == "NotExpr"):
            span = literal["span"]
            yield inside(NEVER, file, span["line"], "this is false whatever the facts are", span["col"])


def _truth(node: Node) -> bool | None:
    """Whether an expression of constants holds; None where it is not one."""
    kind, body = split(node)
    if kind == "Bool":
        return bool(body["value"])
    if kind == "Membership" and any(body["collection"].get(one, {}).get("items") == [] for one in ("Array", "Set")):
        return False
    if kind != "BoolExpr":
        return None
    one, other = _constant(body["lhs"]), _constant(body["rhs"])
    if one is None or other is None or type(one) is not type(other):
        return None
    return not _FALSE[body["op"]](one, other)


def _constant(node: Node) -> Any:
    kind, body = split(node)
    if kind == "Number":
        return float(body["value"])
    return body["value"] if kind in {"String", "RawString"} else None


def _contradictions(file: str, query: Sequence[Node]) -> Iterator[Finding]:
    """Constants that one thing is compared with in one query, and that no value can satisfy together."""
    numbers: dict[str, tuple[float, bool, float, bool]] = {}
    equals: dict[str, Any] = {}
    for statement in query:
        kind, literal = split(statement["literal"])
        body: Mapping[str, Any] | None = literal["expr"].get("BoolExpr") if kind == "Expr" else None
        compared = _compared(body) if body is not None else None
        if compared is None:
            continue
        subject, op, value = compared
        if _excludes(subject, op, value, equals) or _is_empty(subject, op, value, numbers):
            span = literal["span"]
            yield inside(CONTRADICTION, file, span["line"], "this excludes a condition above it", span["col"])


def _compared(body: Mapping[str, Any]) -> tuple[str, str, Any] | None:
    one, other = _constant(body["lhs"]), _constant(body["rhs"])
    if (one is None) == (other is None):
        return None
    subject = body["lhs"] if one is None else body["rhs"]
    if "Var" in subject and subject["Var"]["value"] == "_":
        return None
    op = body["op"] if one is None else _MIRRORED[body["op"]]
    return repr(without_places(subject)), op, other if one is None else one


def _excludes(subject: str, op: str, value: Any, equals: dict[str, Any]) -> bool:
    if subject in equals and type(value) is type(equals[subject]) and _FALSE[op](equals[subject], value):
        return True
    if op == "Eq":
        equals.setdefault(subject, value)
    return False


def _is_empty(subject: str, op: str, value: Any, numbers: dict[str, tuple[float, bool, float, bool]]) -> bool:
    """Whether the interval that the comparisons so far leave is empty with this one."""
    if not isinstance(value, float):
        return False
    low, low_open, high, high_open = numbers.get(subject, (-math.inf, True, math.inf, True))
    if op in {"Gt", "Ge", "Eq"} and (value > low or (value == low and op == "Gt")):
        low, low_open = value, op == "Gt"
    if op in {"Lt", "Le", "Eq"} and (value < high or (value == high and op == "Lt")):
        high, high_open = value, op == "Lt"
    numbers[subject] = (low, low_open, high, high_open)
    return low > high or (low == high and (low_open or high_open))


def _unused(reading: Reading) -> Iterator[Finding]:
    asked = {path for path in reading.rules.by_path if path in _HOST or _is_findings(path)}
    used = {path for start in asked for path in reading.rules.reachable(start)}
    for path, definitions in reading.rules.by_path.items():
        if path not in used and asked:
            source, rule = definitions[0]
            yield inside(UNUSED, source.path, rule.line, f"nothing that is asked for rests on {'.'.join(path)}")


def _is_findings(path: tuple[str, ...]) -> bool:
    return path[: len(CONTROLS)] == CONTROLS and path[-1] == FINDINGS
