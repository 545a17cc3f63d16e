"""What the two engines do differently, beyond what keeps a bundle out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from mlgate.policy.lint.reading import Reading
from mlgate.policy.lint.rule import Finding, Level, Rule, in_control, inside
from mlgate.policy.negation import Module
from mlgate.policy.tree import Node, nodes, operands, references, root, split, start, statements, static

ALIAS = Rule(
    "rule-through-alias",
    Level.ERROR,
    "A rule of another package is named through its import.",
    "The embedded engine can lose a function that does so; OPA does not.",
    "Write rules of other packages in full; functions go by alias.",
    in_control("\n_most := limits.highest\n"),
    in_control("\n_most := data.mlgate.lib.limits.highest\n"),
)
CLASS = Rule(
    "regex-class",
    Level.ERROR,
    r"A regular expression with \d, \w, \s or \b.",
    "They mean ASCII to OPA and Unicode to the embedded engine: an Arabic digit would pass one of them.",
    "Write out what is meant: [0-9], [A-Za-z0-9_], [ ].",
    in_control("\n_is_year(text) if regex.match(`^\\d{4}$`, text)\n"),
    in_control("\n_is_year(text) if regex.match(`^[0-9]{4}$`, text)\n"),
)
QUOTIENT = Rule(
    "quotient-without-margin",
    Level.ERROR,
    "A quotient is compared with a limit, and there is no margin.",
    "The last digits of a division differ between engines, so at the limit they decide differently.",
    "Compare with a margin of 1e-9, or multiply instead of dividing; with zero alone there is nothing to fear.",
    in_control("\n_is_low(hits, cases) if hits / cases < 0.8\n"),
    in_control("\n_is_low(hits, cases) if hits / cases < 0.8 - 0.000000001\n"),
)

RULES = (ALIAS, CLASS, QUOTIENT)

_CLASSES = re.compile(r"(?<!\\)(?:\\\\)*\\[dDwWsSbB]")
_ORDERS = frozenset({"Lt", "Le", "Gt", "Ge", "Eq", "Ne"})
_MARGIN = 1e-6


def check(reading: Reading) -> Iterator[Finding]:
    """Aliases, regular expressions, quotients."""
    for module in reading.modules:
        yield from _aliases(module, reading)
        yield from _classes(module)
        for rule in module.rules:
            for query in statements(rule):
                yield from _quotients(module, query)


def _aliases(module: Module, reading: Reading) -> Iterator[Finding]:
    called = {id(node["Call"]["fcn"]) for node in nodes(module.rules) if "Call" in node}
    for reference in references(module.rules):
        name = root(reference)
        path = static(reference)
        if name not in module.imports or id(reference) in called or len(path) == 1:
            continue
        used = reading.rules.named((*module.imports[name][1:], *path[1:])) if path else frozenset[tuple[str, ...]]()
        if used and all(None in reading.rules.arities(one) for one in used):
            place = start(reference)
            what = f"{'.'.join(path)} is a rule; write {'.'.join((*module.imports[name], *path[1:]))}"
            yield inside(ALIAS, module.file, place["line"], what, place["col"])


def _classes(module: Module) -> Iterator[Finding]:
    for node in nodes(module.rules):
        call: Any = node.get("Call")
        name = ".".join(static(call["fcn"])) if call else ""
        if not name.startswith("regex."):
            continue
        for one in nodes(call["params"]):
            for kind in ("String", "RawString"):
                if kind in one and (found := _CLASSES.search(one[kind]["value"])):
                    span = one[kind]["span"]
                    yield inside(CLASS, module.file, span["line"], f"the pattern has {found.group()[-2:]}", span["col"])


def _quotients(module: Module, query: Sequence[Node]) -> Iterator[Finding]:
    divided: set[str] = set()
    for statement in query:
        kind, literal = split(statement["literal"])
        if kind not in {"Expr", "NotExpr"}:
            continue
        assign: Any = literal["expr"].get("AssignExpr")
        if assign is not None and "Var" in assign["lhs"] and _divides(assign["rhs"], divided):
            divided.add(assign["lhs"]["Var"]["value"])
        compared: Any = literal["expr"].get("BoolExpr")
        if compared is None or compared["op"] not in _ORDERS:
            continue
        sides = (compared["lhs"], compared["rhs"])
        if any(_divides(side, divided) for side in sides) and not any(_is_margin(side) for side in sides):
            span = literal["span"]
            yield inside(QUOTIENT, module.file, span["line"], "a quotient is compared as it is", span["col"])


def _divides(node: Node, divided: set[str]) -> bool:
    """Whether an expression is a quotient, or is made of one by arithmetic, abs, min or max."""
    kind, body = split(node)
    if kind == "Var":
        return body["value"] in divided
    if kind == "ArithExpr":
        return body["op"] == "Div" or any(_divides(one, divided) for one in operands(body))
    if kind == "Call" and ".".join(static(body["fcn"])) in {"abs", "min", "max", "sum"}:
        return any(_divides(one, divided) for one in body["params"])
    return kind in {"Array", "Set"} and any(_divides(one, divided) for one in operands(body))


def _is_margin(node: Node) -> bool:
    """Whether an operand leaves a margin (adds or takes away something small or so named), or is zero."""
    kind, body = split(node)
    if kind == "Number":
        return bool(body["value"] == 0)
    if kind != "ArithExpr" or body["op"] not in {"Add", "Sub"}:
        return False
    return any(
        (name := static(one)[-1:] if next(iter(one)) in {"Var", "RefDot", "RefBrack"} else ()) == ("margin",)
        or ("Number" in one and 0 < abs(one["Number"]["value"]) <= _MARGIN)
        or (not name and _is_margin(one) and "ArithExpr" in one)
        for one in (body["lhs"], body["rhs"])
    )
