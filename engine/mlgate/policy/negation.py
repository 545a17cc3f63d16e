"""``not`` over something that may be missing: true in the embedded engine, undefined in OPA.

With ``v`` missing, ``not f(input.v)``, ``not input.v in s``, ``not input.v > 1`` and ``not data.q[input.v]`` decide
differently in the two (a bare ``not input.v`` does not). So what stands under a ``not``, as an argument, an operand or
an index, has to be there always: a bound variable, a literal, a comprehension, a rule or function that cannot be
undefined, a field that every facts document has (or of a bound variable, one that documents, votes, waivers or use
cases have: ``document.body``), policy data by its name. Anything else is put into a helper: ``not _is_late(document)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from pydantic import BaseModel

from mlgate.errors import Fault
from mlgate.model.facts import ApprovalFacts, EvidenceFacts, FactsDocument, UseCaseFacts, WaiverFacts
from mlgate.policy.builtins import ALLOWED
from mlgate.policy.source import Name
from mlgate.policy.tree import (
    COLLECTIONS,
    COMPREHENSIONS,
    LITERALS,
    OPERATIONS,
    REFERENCES,
    Node,
    Tree,
    condition,
    head,
    indexes,
    nodes,
    operands,
    root,
    static,
)

_SAID = "not over something that may be missing; put it into a helper: not _helper(bound)"
_FIELDS = frozenset(
    name for model in (ApprovalFacts, EvidenceFacts, UseCaseFacts, WaiverFacts) for name in model.model_fields
)
_FIELD_OF_VARIABLE = 2


def lint(modules: Sequence[Node]) -> list[Fault]:
    """The negations that the engines could decide differently, each by file and line.

    ``modules`` is what the engine parsed (`RegorusEngine.modules`); what it does not understand, it reports.
    """
    found = [Module(module) for module in modules]
    defined = {path for module in found for path in module.always_defined()}
    return [fault for module in found for fault in module.faults(defined)]


class Module(Tree):
    """A parsed module, and what is always there in it."""

    def always_defined(self) -> Iterator[Name]:
        """The paths below ``data`` of rules and functions that have a value whatever the facts are."""
        conditions: dict[str, list[Any]] = {}
        for rule in self.rules:
            name = root(head(rule))
            if self._is_always_defined(rule):
                yield (*self.package, name)
            elif self._has_sure_value(rule):
                conditions.setdefault(name, []).append(condition(rule))
        for name, found in conditions.items():
            if any({"NotExpr": one} in found for one in found):
                yield (*self.package, name)

    def _is_always_defined(self, rule: Node) -> bool:
        ((kind, body),) = rule.items()
        if kind == "Default":
            return True
        ((shape, said),) = body["head"].items()
        if shape == "Set" or (shape == "Compr" and "RefBrack" in said["refr"]):
            return True
        return not body["bodies"] and self._has_sure_value(rule)

    def _has_sure_value(self, rule: Node) -> bool:
        """Whether the value is there once the conditions hold."""
        ((_, body),) = rule.items()
        ((_, said),) = body["head"].items()
        return said["assign"] is None or self.is_sure(said["assign"]["value"], set())

    def faults(self, defined: AbstractSet[Name]) -> Iterator[Fault]:
        """Every unsure operand under a ``not``."""
        for node in nodes(self.rules):
            negated: Any = node.get("NotExpr")
            if negated and any(self._unsure(negated["expr"], defined)):
                yield Fault(f"{self.file}:{negated['span']['line']}", _SAID)

    def _unsure(self, node: Node, defined: AbstractSet[Name]) -> Iterator[Node]:
        """What may be missing under a negation: of a plain reference only its indexes count."""
        ((kind, body),) = node.items()
        if kind in REFERENCES:
            yield from (index for index in indexes(node) if not self.is_sure(index, defined))
        elif kind == "Call":
            yield from (one for one in body["params"] if not self.is_sure(one, defined))
        elif not self.is_sure(node, defined):
            yield node

    def is_sure(self, node: Node, defined: AbstractSet[Name]) -> bool:
        """Whether an expression has a value whatever the facts are."""
        ((kind, body),) = node.items()
        if kind in LITERALS or kind in COMPREHENSIONS:
            return True
        if kind in REFERENCES:
            return self._is_there(node, defined)
        if kind == "Call":
            called = body["fcn"]
            is_total = ".".join(static(called)) in ALLOWED or self._is_there(called, defined)
            return is_total and all(self.is_sure(one, defined) for one in body["params"])
        if kind in OPERATIONS or kind in COLLECTIONS:
            return all(self.is_sure(one, defined) for one in operands(body))
        return False

    def _is_there(self, node: Node, defined: AbstractSet[Name]) -> bool:
        """Whether a reference leads to something whatever the facts are."""
        path = static(node)
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
