"""``not`` over something that may be missing: true in the embedded engine, undefined in OPA.

With ``v`` missing, ``not f(input.v)``, ``not input.v in s``, ``not input.v > 1`` and ``not data.q[input.v]`` decide
differently in the two (a bare ``not input.v`` does not). So what stands under a ``not``, as an argument, an operand or
an index, has to be there always: a bound variable, a literal, a comprehension, a rule or function that cannot be
undefined, a field that every facts document has (or of a bound variable, one that documents, votes, waivers or use
cases have: ``document.body``), policy data by its name. Anything else is put into a helper: ``not _is_late(document)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from pydantic import BaseModel

from mlgate.errors import Fault
from mlgate.model.facts import ApprovalFacts, EvidenceFacts, FactsDocument, UseCaseFacts, WaiverFacts
from mlgate.policy.builtins import ALLOWED
from mlgate.policy.source import Name

Node = Mapping[str, Any]

_SAID = "not over something that may be missing; put it into a helper: not _helper(bound)"
_LITERALS = frozenset({"Bool", "Null", "Number", "RawString", "String"})
_COMPREHENSIONS = frozenset({"ArrayCompr", "ObjectCompr", "SetCompr"})
_FIELDS = frozenset(
    name for model in (ApprovalFacts, EvidenceFacts, UseCaseFacts, WaiverFacts) for name in model.model_fields
)
_FIELD_OF_VARIABLE = 2
_PLACES = frozenset({"span", "eidx", "sidx", "qidx"})
_OPERATIONS = frozenset({"ArithExpr", "BinExpr", "BoolExpr", "Membership", "UnaryExpr"})
_COLLECTIONS = frozenset({"Array", "Object", "Set"})
_REFERENCES = frozenset({"RefBrack", "RefDot", "Var"})


def lint(modules: Sequence[Node]) -> list[Fault]:
    """The negations that the engines could decide differently, each by file and line.

    ``modules`` is what the engine parsed (`RegorusEngine.modules`); what it does not understand, it reports.
    """
    found = [_Module(module) for module in modules]
    defined = {path for module in found for path in module.always_defined()}
    return [fault for module in found for fault in module.faults(defined)]


class _Module:
    """One parsed module: its package, its imports, and what is always there in it."""

    def __init__(self, module: Node) -> None:
        self.file: str = module["source"]["file"]
        self.rules: Sequence[Node] = module["ast"]["rules"]
        self.package = _static(module["ast"]["package"]["refr"])
        self.imports: dict[str, Name] = {}
        for one in module["ast"]["imports"]:
            path = _static(one["refr"])
            alias = one.get("as")
            name = module["source"]["contents"][alias["start"] : alias["end"]] if alias else path[-1]
            self.imports[name] = path
        self.heads = {_root(_head(rule)) for rule in self.rules}

    def always_defined(self) -> Iterator[Name]:
        """The paths below ``data`` of rules and functions that have a value whatever the facts are."""
        conditions: dict[str, list[Any]] = {}
        for rule in self.rules:
            name = _root(_head(rule))
            if self._is_always_defined(rule):
                yield (*self.package, name)
            elif self._has_sure_value(rule):
                conditions.setdefault(name, []).append(_condition(rule))
        for name, found in conditions.items():
            if any({"NotExpr": one} in found for one in found):
                yield (*self.package, name)

    def _is_always_defined(self, rule: Node) -> bool:
        ((kind, body),) = rule.items()
        if kind == "Default":
            return True
        ((shape, head),) = body["head"].items()
        if shape == "Set" or (shape == "Compr" and "RefBrack" in head["refr"]):
            return True
        return not body["bodies"] and self._has_sure_value(rule)

    def _has_sure_value(self, rule: Node) -> bool:
        """Whether the value is there once the conditions hold."""
        ((_, body),) = rule.items()
        ((_, head),) = body["head"].items()
        return head["assign"] is None or self._is_sure(head["assign"]["value"], set())

    def faults(self, defined: AbstractSet[Name]) -> Iterator[Fault]:
        """Every unsure operand under a ``not``."""
        for node in _nodes(self.rules):
            negated: Any = node.get("NotExpr")
            if negated and any(self._unsure(negated["expr"], defined)):
                yield Fault(f"{self.file}:{negated['span']['line']}", _SAID)

    def _unsure(self, node: Node, defined: AbstractSet[Name]) -> Iterator[Node]:
        """What may be missing under a negation: of a plain reference only its indexes count."""
        ((kind, body),) = node.items()
        if kind in _REFERENCES:
            yield from (index for index in _indexes(node) if not self._is_sure(index, defined))
        elif kind == "Call":
            yield from (one for one in body["params"] if not self._is_sure(one, defined))
        elif not self._is_sure(node, defined):
            yield node

    def _is_sure(self, node: Node, defined: AbstractSet[Name]) -> bool:
        """Whether an expression has a value whatever the facts are."""
        ((kind, body),) = node.items()
        if kind in _LITERALS or kind in _COMPREHENSIONS:
            return True
        if kind in _REFERENCES:
            return self._is_there(node, defined)
        if kind == "Call":
            called = body["fcn"]
            is_total = ".".join(_static(called)) in ALLOWED or self._is_there(called, defined)
            return is_total and all(self._is_sure(one, defined) for one in body["params"])
        if kind in _OPERATIONS or kind in _COLLECTIONS:
            return all(self._is_sure(one, defined) for one in _operands(body))
        return False

    def _is_there(self, node: Node, defined: AbstractSet[Name]) -> bool:
        """Whether a reference leads to something whatever the facts are."""
        path = _static(node)
        if not path:
            return False
        first = path[0]
        if first == "input":
            return _is_required(path[1:])
        if first == "data":
            return path[1:2] == ("config",) or path[1:] in defined
        if first in self.imports:
            target = (*self.imports[first][1:], *path[1:])
            return target[:1] == ("config",) or target in defined
        if first in self.heads:
            return (*self.package, *path) in defined
        return len(path) == 1 or (len(path) == _FIELD_OF_VARIABLE and path[1] in _FIELDS)


def _head(rule: Node) -> Node:
    ((kind, body),) = rule.items()
    reference: Node = body["refr"] if kind == "Default" else next(iter(body["head"].values()))["refr"]
    return reference


def _condition(rule: Node) -> Any:
    """The one condition of a rule, without its places in the text; it and its negation cover everything."""
    bodies: Sequence[Node] = next(iter(rule.values())).get("bodies", ())
    statements: Sequence[Node] = bodies[0]["query"]["stmts"] if len(bodies) == 1 else ()
    if len(statements) != 1:
        return None
    ((kind, literal),) = statements[0]["literal"].items()
    plain = _without_places(literal["expr"]) if kind in {"Expr", "NotExpr"} else None
    return {"NotExpr": plain} if kind == "NotExpr" else plain


def _without_places(node: Any) -> Any:
    kind: Any = node.__class__
    if kind is dict:
        return {key: _without_places(value) for key, value in node.items() if key not in _PLACES}
    if kind is list:
        return [_without_places(item) for item in node if not (item.__class__ is dict and "start" in item)]
    return node


def _root(reference: Node) -> str:
    ((kind, body),) = reference.items()
    return body["value"] if kind == "Var" else _root(body["refr"])


def _static(reference: Node) -> Name:
    """The names of a reference without variables in it; empty for any other."""
    ((kind, body),) = reference.items()
    if kind == "Var":
        return (body["value"],)
    inner = _static(body["refr"]) if kind in _REFERENCES else ()
    if not inner:
        return ()
    if kind == "RefDot":
        return (*inner, body["field"][1])
    index = body["index"].get("String")
    return (*inner, index["value"]) if index else ()


def _indexes(reference: Node) -> Iterator[Node]:
    ((kind, body),) = reference.items()
    if kind == "RefBrack":
        yield body["index"]
    if kind in {"RefBrack", "RefDot"}:
        yield from _indexes(body["refr"])


def _operands(body: Node) -> Iterator[Node]:
    for name in ("lhs", "rhs", "expr", "key", "value", "collection"):
        if isinstance(body.get(name), dict):
            yield body[name]
    yield from body.get("items", ())
    for _, key, value in body.get("fields", ()):
        yield from (key, value)


def _is_required(path: Name) -> bool:
    """Whether every facts document has a field: policies see facts with everything filled in."""
    model: Any = FactsDocument
    for name in path:
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return False
        fields = {field.alias or key: field.annotation for key, field in model.model_fields.items()}
        if name not in fields:
            return False
        model = fields[name]
    return True


def _nodes(node: Any) -> Iterator[Node]:
    """Every object of a parsed module."""
    kind: Any = node.__class__
    if kind is dict:
        yield node
        for value in node.values():
            yield from _nodes(value)
    elif kind is list:
        for item in node:
            yield from _nodes(item)
