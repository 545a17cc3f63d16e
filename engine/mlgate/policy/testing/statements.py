"""A test as the engine parsed it → questions that tell which of its statements is not true, and what was compared.

They are rules in one more module of the test's own package, made of the statements as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Node = Mapping[str, Any]

_HOLDS, _SIDES, _LEFT, _RIGHT, _CASES, _GOOD = (
    f"mlgate_{name}" for name in ("holds", "sides", "left", "right", "cases", "good")
)
_TOKEN = re.compile(rb'"(?:[^"\\\n]|\\.)*"|`[^`]*`|#[^\n]*|[\[{(]|[\]})]|==')


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides that a statement holds to be the same, as written."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Iteration:
    """What an ``every`` goes through: its variables, its domain, its body, as written."""

    variables: str
    domain: str
    body: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a test: its line, itself as written, and what follows ``with``."""

    line: int
    text: str
    shape: Comparison | Iteration | None
    changes: str = ""


def statements(module: Node, name: str) -> list[Statement]:
    """The statements of the first rule of a name; empty where it has none that are understood."""
    source = module["source"]["contents"].encode()
    for rule in module["ast"]["rules"]:
        ((kind, body),) = rule.items()
        if kind == "Spec" and _name(body["head"]) == name:
            return _of(source, body)
    return []


def questions(text: str, known: Sequence[Statement]) -> str:
    """A module beside the test's own text, with a rule per statement and more where it compares or iterates."""
    lines = text.split("\n")
    head = [line for line in lines if line.startswith(("package ", "import "))]
    return "\n".join([*head, *(rule for number in range(len(known)) for rule in _rules(known, number))]) + "\n"


def holds(number: int) -> str:
    """The rule that is true where all statements up to this one are."""
    return f"{_HOLDS}_{number}"


def compared(number: int) -> tuple[str, str, str]:
    """The rules that hold the pairs compared by this statement, the left sides, and the right ones."""
    return f"{_SIDES}_{number}", f"{_LEFT}_{number}", f"{_RIGHT}_{number}"


def iterated(number: int) -> tuple[str, str]:
    """The rules that hold all cases of this statement, and those for which it is true."""
    return f"{_CASES}_{number}", f"{_GOOD}_{number}"


def _rules(known: Sequence[Statement], number: int) -> list[str]:
    before = [one.text for one in known[:number]]
    this = known[number]
    rules = [_rule(f"{holds(number)} if", [*before, this.text])]
    match this.shape:
        case Comparison(left, right):
            sides, only_left, only_right = compared(number)
            left, right = f"mlgate_l := {left}{this.changes}", f"mlgate_r := {right}{this.changes}"
            rules += [
                _rule(f"{sides} contains [mlgate_l, mlgate_r] if", [*before, left, right]),
                _rule(f"{only_left} contains mlgate_l if", [*before, left]),
                _rule(f"{only_right} contains mlgate_r if", [*before, right]),
            ]
        case Iteration(variables, domain, body):
            cases, good = iterated(number)
            going = f"some {variables} in {domain}{this.changes}"
            rules += [
                _rule(f"{cases} contains [{variables}] if", [*before, going]),
                _rule(f"{good} contains [{variables}] if", [*before, going, f"{body}{this.changes}"]),
            ]
        case None:
            pass
    return rules


def _rule(head: str, body: Sequence[str]) -> str:
    return "\n".join([f"{head} {{", *body, "}"])


def _of(source: bytes, rule: Node) -> list[Statement]:
    if rule["bodies"]:
        return [_statement(source, node) for node in rule["bodies"][0]["query"]["stmts"]]
    ((_, head),) = rule["head"].items()
    if not head.get("assign"):
        return []
    span = head["assign"]["span"]
    start = source.index(b"=", span["start"]) + 1
    text = _text(source, start, span["end"])
    return [Statement(span["line"], text, _comparison(source, head["assign"]["value"], start, span["end"]))]


def _statement(source: bytes, node: Node) -> Statement:
    ((kind, literal),) = node["literal"].items()
    start, end = node["span"]["start"], node["span"]["end"]
    mods = node.get("with_mods") or ()
    middle = mods[0]["span"]["start"] if mods else end
    changes = f" {_text(source, middle, end)}" if mods else ""
    shape: Comparison | Iteration | None = None
    if kind == "Expr":
        shape = _comparison(source, literal["expr"], start, middle)
    elif kind == "Every" and not mods:
        shape = _iteration(source, literal)
    return Statement(node["span"]["line"], _text(source, start, end), shape, changes)


def _comparison(source: bytes, expression: Node, start: int, end: int) -> Comparison | None:
    """The two sides of an ``==``, by its own reading: the engine misplaces literals of objects."""
    ((kind, body),) = expression.items()
    operators = list(_operators(source[start:end])) if kind == "BoolExpr" and body["op"] == "Eq" else []
    if len(operators) != 1:
        return None
    operator = start + operators[0]
    return Comparison(_text(source, start, operator), _text(source, operator + 2, end))


def _operators(text: bytes) -> Iterator[int]:
    """Where ``==`` stands outside of brackets and strings."""
    depth = 0
    for match in _TOKEN.finditer(text):
        if match.group() in b"[{(":
            depth += 1
        elif match.group() in b"]})":
            depth -= 1
        elif match.group() == b"==" and depth == 0:
            yield match.start()


def _iteration(source: bytes, every: Node) -> Iteration:
    names = [every[part] for part in ("key", "value") if every.get(part)]
    variables = ", ".join(_text(source, span["start"], span["end"]) for span in names)
    domain = _text(source, names[-1]["end"], every["query"]["span"]["start"]).removeprefix("in")
    spans = [node["span"] for node in every["query"]["stmts"]]
    return Iteration(variables, domain.strip(), "\n".join(_text(source, span["start"], span["end"]) for span in spans))


def _name(head: Node) -> str:
    ((_, body),) = head.items()
    refr: Node = body["refr"]
    return str(refr["Var"]["value"]) if "Var" in refr else ""


def _text(source: bytes, start: int, end: int) -> str:
    return source[start:end].decode().strip()
