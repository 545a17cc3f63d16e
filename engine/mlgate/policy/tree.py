"""A Rego module as the embedded engine parsed it: plain nodes, each an object with one key, its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mlgate.policy.source import Name

Node = Mapping[str, Any]

LITERALS = frozenset({"Bool", "Null", "Number", "RawString", "String"})
COMPREHENSIONS = frozenset({"ArrayCompr", "ObjectCompr", "SetCompr"})
OPERATIONS = frozenset({"ArithExpr", "BinExpr", "BoolExpr", "Membership", "UnaryExpr"})
COLLECTIONS = frozenset({"Array", "Object", "Set"})
REFERENCES = frozenset({"RefBrack", "RefDot", "Var"})

_PLACES = frozenset({"span", "eidx", "sidx", "qidx"})


class Tree:
    """One parsed module: its package, its imports, its rules."""

    def __init__(self, module: Node) -> None:
        self.file: str = module["source"]["file"]
        self.text: str = module["source"]["contents"]
        self.rules: Sequence[Node] = module["ast"]["rules"]
        self.package = static(module["ast"]["package"]["refr"])
        self.imports: dict[str, Name] = {}
        for one in module["ast"]["imports"]:
            path = static(one["refr"])
            alias = one.get("as")
            self.imports[self.written(alias) if alias else path[-1]] = path
        self.heads = {root(head(rule)) for rule in self.rules}

    def written(self, span: Node) -> str:
        """The text of a place."""
        return self.text.encode()[span["start"] : span["end"]].decode()

    def path(self, name: str) -> Name | None:
        """The path below ``data`` that the first name of a reference stands for; None for input and local variables."""
        if name == "data":
            return ()
        if name in self.imports:
            return self.imports[name][1:]
        return (*self.package, name) if name in self.heads else None


def split(node: Node) -> tuple[str, Any]:
    """Kind and content of a node."""
    ((kind, body),) = node.items()
    return kind, body


def head(rule: Node) -> Node:
    """The reference that a rule defines."""
    kind, body = split(rule)
    reference: Node = body["refr"] if kind == "Default" else next(iter(body["head"].values()))["refr"]
    return reference


def condition(rule: Node) -> Any:
    """The one condition of a rule, without its places in the text; it and its negation cover everything."""
    bodies: Sequence[Node] = next(iter(rule.values())).get("bodies", ())
    statements: Sequence[Node] = bodies[0]["query"]["stmts"] if len(bodies) == 1 else ()
    if len(statements) != 1:
        return None
    kind, literal = split(statements[0]["literal"])
    plain = without_places(literal["expr"]) if kind in {"Expr", "NotExpr"} else None
    return {"NotExpr": plain} if kind == "NotExpr" else plain


def without_places(node: Any) -> Any:
    """The same node, wherever it stands."""
    kind: Any = node.__class__
    if kind is dict:
        return {key: without_places(value) for key, value in node.items() if key not in _PLACES}
    if kind is list:
        return [without_places(item) for item in node if not (item.__class__ is dict and "start" in item)]
    return node


def root(reference: Node) -> str:
    """The first name of a reference; empty where it goes into the value of another expression."""
    kind, body = split(reference)
    if kind == "Var":
        return str(body["value"])
    return root(body["refr"]) if kind in REFERENCES else ""


def static(reference: Node) -> Name:
    """The names of a reference without variables in it; empty for any other."""
    kind, body = split(reference)
    if kind == "Var":
        return (body["value"],)
    inner = static(body["refr"]) if kind in REFERENCES else ()
    if not inner:
        return ()
    if kind == "RefDot":
        return (*inner, body["field"][1])
    index = body["index"].get("String")
    return (*inner, index["value"]) if index else ()


def start(node: Node) -> Any:
    """The place of an expression; of a reference, where its first name stands."""
    kind, body = split(node)
    if kind == "Call":
        return start(body["fcn"])
    return start(body["refr"]) if kind in REFERENCES - {"Var"} else body["span"]


def indexes(reference: Node) -> Iterator[Node]:
    """What stands in the brackets of a reference."""
    kind, body = split(reference)
    if kind == "RefBrack":
        yield body["index"]
    if kind in {"RefBrack", "RefDot"}:
        yield from indexes(body["refr"])


def operands(body: Node) -> Iterator[Node]:
    """The expressions directly inside an operation or a collection."""
    for name in ("lhs", "rhs", "expr", "key", "value", "collection"):
        if isinstance(body.get(name), dict):
            yield body[name]
    yield from body.get("items", ())
    for _, key, value in body.get("fields", ()):
        yield from (key, value)


def nodes(node: Any) -> Iterator[Node]:
    """Every object of a parsed module."""
    kind: Any = node.__class__
    if kind is dict:
        yield node
        for value in node.values():
            yield from nodes(value)
    elif kind is list:
        for item in node:
            yield from nodes(item)


def statements(rule: Node | Sequence[Node]) -> Iterator[Sequence[Node]]:
    """Every query of rules: their bodies, and those of comprehensions and ``every`` in them."""
    for node in nodes(rule):
        if "stmts" in node:
            yield node["stmts"]


def references(node: Any) -> Iterator[Node]:
    """Every reference, whole: of ``a.b[c]`` that one and ``c``, not ``a.b``."""
    kind: Any = node.__class__
    if kind is list:
        for item in node:
            yield from references(item)
    elif kind is dict:
        if len(node) == 1 and next(iter(node)) in REFERENCES:
            yield node
            for index in indexes(node):
                yield from references(index)
            yield from references(_base(node))
        else:
            for value in node.values():
                yield from references(value)


def _base(reference: Node) -> Any:
    """The expression that a reference goes into where it is none itself; else nothing."""
    kind, body = split(reference)
    if kind == "Var":
        return None
    return _base(body["refr"]) if kind in REFERENCES else reference
