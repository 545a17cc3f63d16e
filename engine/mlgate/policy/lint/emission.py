"""What controls emit: every argument is there, every message has what it names, every code can come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mlgate.policy import message
from mlgate.policy.declaration import FINDINGS
from mlgate.policy.lint import schema
from mlgate.policy.lint.inference import Env, Inference, Walk
from mlgate.policy.lint.reading import Declared, Located, Reading
from mlgate.policy.lint.rule import Finding, Level, Rule, in_control, inside
from mlgate.policy.lint.schema import Unknown
from mlgate.policy.lint.shape import Facts, Many, Record
from mlgate.policy.source import Name
from mlgate.policy.tree import (
    COLLECTIONS,
    LITERALS,
    OPERATIONS,
    REFERENCES,
    Node,
    condition,
    nodes,
    operands,
    root,
    split,
    start,
    static,
    without_places,
)

_LOOP = '\tsome document in object.get(input.evidence, "evaluation_report", [])\n'
_PARTS = ("code", "scope", "args")

UNDEFINED = Rule(
    "undefined-in-finding",
    Level.ERROR,
    "A finding rests on something that may be undefined.",
    "An undefined argument drops the whole finding, without a word: what is missing would pass.",
    "Bind it in the body, and give what is missing a finding of its own; or take it with object.get.",
    in_control(
        '\nfindings contains {"code": "score_low", "scope": "", "args": {"score": document.body.auc, "limit": 0}} '
        "if {\n"
        f'{_LOOP}\tdocument.status == "approved"\n}}\n'
    ),
    in_control(
        '\nfindings contains {"code": "score_low", "scope": "", "args": {"score": score, "limit": 0}} if {\n'
        f'{_LOOP}\tscore := object.get(document.body, "auc", "none")\n}}\n'
    ),
)
ARGUMENT = Rule(
    "message-argument-missing",
    Level.ERROR,
    "A message names an argument that the rule does not give.",
    "The message cannot be written, so the whole decision fails.",
    "Give the argument in args, or take it out of the message.",
    in_control(
        '#     visits: {effect: warn, message: "{visits} visits"}\n'
        '\nfindings contains {"code": "visits", "scope": "", "args": {"visit": input.subject.visit}} if {\n'
        "\tinput.subject.visit > 9\n}\n"
    ),
    in_control(
        '#     visits: {effect: warn, message: "{visits} visits"}\n'
        '\nfindings contains {"code": "visits", "scope": "", "args": {"visits": input.subject.visit}} if {\n'
        "\tinput.subject.visit > 9\n}\n"
    ),
)
NEVER_EMITTED = Rule(
    "code-never-emitted",
    Level.WARNING,
    "METADATA declares a code that no rule emits.",
    "Readers would believe that the control finds it.",
    "Emit it, or take it out of codes.",
    in_control('#     forgotten: {effect: deny, message: "nobody says so"}\n'),
    in_control(
        '#     forgotten: {effect: deny, message: "somebody says so"}\n'
        '\nfindings contains {"code": "forgotten", "scope": "", "args": {}} if input.subject.visit > 9\n'
    ),
)

RULES = (UNDEFINED, ARGUMENT, NEVER_EMITTED)


class Emitted(NamedTuple):
    """One finding as it is written: its three parts, and the rule it stands in."""

    located: Located
    parts: Mapping[str, Node]
    stands: Node


def check(reading: Reading, inference: Inference) -> Iterator[Finding]:
    """Findings in the rules that controls rest on."""
    emitted = list(_emitted(reading))
    sure = _Sure(reading, inference)
    for one in emitted:
        for node in sure.missing(one):
            span = next(iter(node.values()))["span"]
            what = f"{one.located.module.written(span)} may be undefined, and then there is no finding"
            place = start(node)
            yield inside(UNDEFINED, one.located.module.file, place["line"], what, place["col"])
    for control in reading.controls:
        yield from _arguments(control, emitted, reading)
        texts = set(reading.texts_below((*control.source.package, FINDINGS)))
        for code in control.metadata.custom.codes:
            if code not in texts:
                line = control.line("custom", "codes", code)
                yield inside(NEVER_EMITTED, control.source.path, line, f"no rule emits {code}")


def _emitted(reading: Reading) -> Iterator[Emitted]:
    for definitions in reading.located.values():
        for located in definitions:
            for node in nodes(located.rule):
                said: Any = node.get("Object")
                if said is None:
                    continue
                parts = {key["String"]["value"]: value for _, key, value in said["fields"] if "String" in key}
                if set(parts) == set(_PARTS):
                    yield Emitted(located, parts, node)


def _arguments(control: Declared, emitted: Sequence[Emitted], reading: Reading) -> Iterator[Finding]:
    reached = reading.rules.reachable((*control.source.package, FINDINGS))
    codes = control.metadata.custom.codes
    for one in emitted:
        code = one.parts["code"].get("String", {}).get("value")
        said: Any = one.parts["args"].get("Object")
        if one.located.path not in reached or code not in codes or said is None:
            continue
        given = {key["String"]["value"] for _, key, _ in said["fields"] if "String" in key}
        missing = message.parse(codes[code].message).names - given - {"scope"}
        for name in sorted(missing):
            line = said["span"]["line"]
            what = f"the message of {code} needs {{{name}}}, and args gives {', '.join(sorted(given)) or 'nothing'}"
            yield inside(ARGUMENT, one.located.module.file, line, what, said["span"]["col"])


class _Sure:
    """Whether what a finding is made of has a value whenever its conditions hold."""

    def __init__(self, reading: Reading, inference: Inference) -> None:
        self.reading = reading
        self.inference = inference
        self.total = set(reading.defined)
        conditions = _complementary(reading)
        grows = True
        while grows:
            fresh = {path for path in conditions if path not in self.total and self._is_total(path)}
            self.total |= fresh
            grows = bool(fresh)

    def missing(self, emitted: Emitted) -> Iterator[Node]:
        """The parts of a finding that may be undefined, each whole."""
        walk, env = self.inference.environment(emitted.located)
        bound = _bound(emitted.located.rule, emitted.stands)
        for node in emitted.parts.values():
            yield from self._missing(node, walk, env, bound)

    def _is_total(self, path: Name) -> bool:
        """Whether every value that the definitions of a rule give is there when their conditions hold."""
        for located in self.reading.located[path]:
            walk, env = self.inference.environment(located)
            for value, body in _values(located.rule):
                bound = _bound(body, None) if body is not None else []
                if any(self._missing(value, walk, env, bound)):
                    return False
        return True

    def _missing(self, node: Node, walk: Walk, env: Env, bound: list[Any]) -> Iterator[Node]:
        kind, body = split(node)
        if kind in LITERALS or kind.endswith("Compr") or without_places(node) in bound:
            return
        if kind in OPERATIONS or kind in COLLECTIONS:
            for one in operands(body):
                yield from self._missing(one, walk, env, bound)
        elif kind == "Call":
            for one in body["params"]:
                yield from self._missing(one, walk, env, bound)
            base = walk.module.path(root(body["fcn"]))
            if base is not None and (*base, *static(body["fcn"])[1:]) not in self.total:
                yield node
        elif kind in REFERENCES and not self._is_there(node, walk, env):
            yield node

    def _is_there(self, node: Node, walk: Walk, env: Env) -> bool:
        """Whether a reference has a value; a variable of the body has, and what nothing is known of gets the doubt."""
        kind, body = split(node)
        path = static(node)
        base = walk.module.path(path[0]) if path else None
        named = (*base, *path[1:]) if base is not None else ()
        if named in self.total or (kind == "Var" and named not in self.reading.located):
            return True
        if kind != "RefDot" or named in self.reading.located:
            return False
        receiver = walk.expression(body["refr"], env)
        name = body["field"][1]
        if isinstance(receiver, Record):
            return name in dict(receiver.fields)
        if isinstance(receiver, Facts):
            if name in receiver.assured:
                return True
            return _is_required(receiver, name) and self._is_there(body["refr"], walk, env)
        return not isinstance(receiver, Many)


def _is_required(shape: Facts, name: str) -> bool:
    """Whether facts always have a field; a document's body is never trusted to."""
    return all(
        place.schema == schema.FACTS and not isinstance(schema.field(place, name), Unknown | None)
        for place in shape.places
    )


def _bound(rule: Node, stands: Node | None) -> list[Any]:
    """What the conditions around a finding name, and so what is there when they hold."""
    bodies = [rule, *rule.get("Spec", rule).get("bodies", ())]
    comprehensions = [node[kind] for node in nodes(rule) for kind in ("ArrayCompr", "SetCompr") if kind in node]
    queries = [one["query"]["stmts"] for one in bodies if "query" in one]
    queries += [one["query"]["stmts"] for one in comprehensions if one["term"] is stands]
    return [
        without_places(node)
        for query in queries
        for statement in query
        if "NotExpr" not in statement["literal"]
        for node in nodes(statement["literal"])
        if len(node) == 1
    ]


def _values(rule: Node) -> Iterator[tuple[Node, Node | None]]:
    """Every value that a definition may give, with the body whose conditions hold then."""
    kind, said = split(rule)
    if kind == "Default":
        yield said["value"], None
        return
    assign = next(iter(said["head"].values())).get("assign")
    for one in said["bodies"] or [None]:
        given = one["assign"] if one is not None and one["is_else"] else assign
        if given:
            yield given["value"], one


def _complementary(reading: Reading) -> frozenset[Name]:
    """Rules and functions of which a definition always applies: it asks nothing, or the opposite of another."""
    found: set[Name] = set()
    for path, definitions in reading.located.items():
        conditions = [condition(one.rule) for one in definitions]
        compared: list[Any] = [one["BoolExpr"] for one in conditions if "BoolExpr" in (one or {})]
        sides = [(one["op"], one["lhs"], one["rhs"]) for one in compared]
        if (
            any({"NotExpr": one} in conditions for one in conditions)
            or any(op == "Eq" and ("Ne", lhs, rhs) in sides for op, lhs, rhs in sides)
            or any(_ends_openly(one.rule) for one in definitions)
        ):
            found.add(path)
    return frozenset(found)


def _ends_openly(rule: Node) -> bool:
    """Whether a definition asks nothing, or nothing more in its last else."""
    kind, body = split(rule)
    bodies = body.get("bodies", ())
    if kind == "Default" or not bodies:
        return True
    return bodies[-1]["is_else"] and not bodies[-1]["query"]["stmts"]
