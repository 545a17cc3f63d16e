"""What every expression of a bundle can be, as far as the schemas and the texts in it tell.

Functions are followed with what they are called with: ``evidence.documents("fairness_report")`` is a set of documents
whose bodies the schema of that type describes. What is not known is open, and nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mlgate.policy.lint import schema
from mlgate.policy.lint.reading import Located, Reading
from mlgate.policy.lint.schema import FACTS, Place, Unknown
from mlgate.policy.lint.shape import (
    OPEN,
    PLAIN,
    Facts,
    Many,
    Package,
    Plain,
    Record,
    Shape,
    Text,
    Texts,
    all_of,
    join,
    of_type,
)
from mlgate.policy.negation import Module
from mlgate.policy.source import Name
from mlgate.policy.tree import Node, nodes, root, split, static

_MOST_EVALUATIONS = 60_000
_INPUT = Facts(frozenset({Place(FACTS)}))
_SAME = frozenset({"sort", "array.slice", "array.reverse"})
_ITEM = frozenset({"min", "max"})

_EACH_TYPE = Texts(frozenset({Text(schema.ANY, "", 0, 0)}))

Env = dict[str, Shape]
Spot = tuple[str, int, int]
"""File, line, column."""


class Asked(NamedTuple):
    """Something that was looked for at a place: a field's name, or a word that a value is compared with."""

    spot: Spot
    name: str


@dataclass
class Inference:
    """``strange_fields`` and ``strange_words`` hold what no schema knows at any place it was looked for at."""

    reading: Reading
    _known: set[Asked] = field(default_factory=set[Asked])
    _fields: dict[Asked, Place] = field(default_factory=dict[Asked, Place])
    _words: dict[Asked, tuple[Place, frozenset[str]]] = field(default_factory=dict[Asked, tuple[Place, frozenset[str]]])
    _memo: dict[tuple[Name, tuple[Shape, ...] | None], Shape] = field(
        default_factory=dict[tuple[Name, tuple[Shape, ...] | None], Shape]
    )
    _assured: dict[tuple[Name, int], frozenset[str]] = field(default_factory=dict[tuple[Name, int], frozenset[str]])
    _evaluations: int = 0

    def run(self) -> Inference:
        """Look at every rule of the bundle, by itself and as it is called."""
        for path in self.reading.located:
            self.rule(path, None)
        return self

    @property
    def strange_fields(self) -> Iterator[tuple[Asked, Place]]:
        """Fields that are looked for where no schema has them."""
        return ((asked, place) for asked, place in self._fields.items() if asked not in self._known)

    @property
    def strange_words(self) -> Iterator[tuple[Asked, Place, frozenset[str]]]:
        """Words that a value is compared with and can never be."""
        return ((asked, *told) for asked, told in self._words.items() if asked not in self._known)

    def rule(self, path: Name, arguments: tuple[Shape, ...] | None) -> Shape:
        """What a rule is, or what a function gives for some arguments (None: for any)."""
        key = (path, arguments)
        if key not in self._memo:
            self._memo[key] = OPEN  # what rests on itself is open
            self._evaluations += 1
            if self._evaluations < _MOST_EVALUATIONS:
                self._memo[key] = all_of(
                    [shape for one in self.reading.located.get(path, ()) for shape in self._definition(one, arguments)]
                )
        return self._memo[key]

    def environment(self, located: Located) -> tuple[Walk, Env]:
        """The local variables of a definition's first body, with what they can be."""
        walk = Walk(self, located.module)
        env = _parameters(walk, located.rule, None)
        _, body = split(located.rule)
        for one in body.get("bodies", ())[:1]:
            walk.query(one["query"]["stmts"], env)
        return walk, env

    def _definition(self, located: Located, arguments: tuple[Shape, ...] | None) -> Iterator[Shape]:
        walk = Walk(self, located.module)
        kind, body = split(located.rule)
        if kind == "Default":
            yield walk.expression(body["value"], {})
            return
        shape, said = split(body["head"])
        bodies: Sequence[Any] = body["bodies"] or [None]
        for one in bodies:
            env = _parameters(walk, located.rule, arguments)
            if one is not None:
                walk.query(one["query"]["stmts"], env)
            if shape == "Set":
                yield Many(PLAIN, walk.expression(said["key"], env))
                continue
            assign = one["assign"] if one is not None and one["is_else"] else said["assign"]
            value = walk.expression(assign["value"], env) if assign else PLAIN
            index = said["refr"].get("RefBrack", {}).get("index")
            yield value if index is None else Many(walk.expression(index, env), value)

    def field(self, receiver: Shape, name: Text) -> Shape:
        """The field of a value; noted where a schema has no such field."""
        if isinstance(receiver, Package):
            path = (*receiver.path, name.value)
            return self.rule(path, None) if path in self.reading.located else Package(path)
        if isinstance(receiver, Record):
            return dict(receiver.fields).get(name.value, OPEN)
        if isinstance(receiver, Many):
            return of_type(receiver.item, name.value) if _is_by_type(receiver.key) else receiver.item
        if isinstance(receiver, Facts):
            return self._field_of_facts(receiver, name)
        return OPEN

    def _field_of_facts(self, receiver: Facts, name: Text) -> Shape:
        asked = Asked((name.file, name.line, name.column), name.value)
        found: set[Place] = set()
        is_open = False
        for place in receiver.places:
            places = schema.field(place, name.value)
            if isinstance(places, Unknown):
                self._fields.setdefault(asked, places.place)
            elif places is None:
                is_open = True
                self._known.add(asked)
            else:
                self._known.add(asked)
                found.update(places)
        return Facts(frozenset(found)) if found and not is_open else OPEN

    def asked(self, node: Node, module: Module) -> Iterator[tuple[str, str]]:
        """The variables of a condition, each with the fields that it has where the condition holds."""
        yield from _fields_asked(node)
        kind, body = split(node)
        if kind != "Call":
            return
        base = module.path(root(body["fcn"]))
        path = (*base, *static(body["fcn"])[1:]) if base is not None else ()
        for number, parameter in enumerate(body["params"]):
            if "Var" in parameter:
                for name in self._asked_of(path, number):
                    yield parameter["Var"]["value"], name

    def _asked_of(self, path: Name, number: int) -> frozenset[str]:
        """The fields of an argument that every definition of a function asks for."""
        key = (path, number)
        if key not in self._assured:
            self._assured[key] = frozenset()  # what rests on itself assures nothing
            found = [self._asked_in(one, number) for one in self.reading.located.get(path, ())]
            self._assured[key] = frozenset[str].intersection(*found) if found else frozenset()
        return self._assured[key]

    def _asked_in(self, located: Located, number: int) -> frozenset[str]:
        _, body = split(located.rule)
        arguments: list[Any] = body["head"]["Func"]["args"] if "Func" in body.get("head", {}) else []
        variable = arguments[number].get("Var", {}).get("value") if number < len(arguments) else None
        conditions = [
            literal["expr"]
            for one in body.get("bodies", ())[:1]
            for kind, literal in (split(statement["literal"]) for statement in one["query"]["stmts"])
            if kind == "Expr"
        ]
        asked = (found for node in conditions for found in self.asked(node, located.module))
        return frozenset(name for other, name in asked if other == variable)

    def compared(self, value: Shape, word: Shape) -> None:
        """Note the words that a value of facts can never be."""
        if not isinstance(value, Facts) or not isinstance(word, Texts):
            return
        for text in word.texts - _EACH_TYPE.texts:
            asked = Asked((text.file, text.line, text.column), text.value)
            for place in value.places:
                words = schema.words(place)
                if words is None or text.value in words:
                    self._known.add(asked)
                elif words:
                    self._words.setdefault(asked, (place, words))


class Walk:
    """One module's expressions."""

    def __init__(self, inference: Inference, module: Module) -> None:
        self.inference = inference
        self.module = module

    def text(self, value: str, span: Mapping[str, Any]) -> Text:
        """A text of this module."""
        return Text(value, self.module.file, span["line"], span["col"])

    def query(self, statements: Sequence[Node], env: Env) -> None:
        """Bind what the statements bind, in their order."""
        for statement in statements:
            kind, body = split(statement["literal"])
            if kind == "SomeIn":
                self._some(body, env)
            elif kind == "Every":
                self._every(body, env)
            elif kind == "SomeVars":
                env.update({self.module.written(span): OPEN for span in body["vars"]})
            elif kind == "NotExpr":
                self.expression(body["expr"], dict(env))
            else:
                self._statement(body["expr"], env)

    def _some(self, body: Any, env: Env) -> None:
        keys, items = self.inside(self.expression(body["collection"], env))
        if body["key"]:
            self.bind(body["key"], keys, env)
        self.bind(body["value"], items, env)

    def _every(self, body: Any, env: Env) -> None:
        keys, items = self.inside(self.expression(body["domain"], env))
        inner = dict(env)
        if body["key"]:
            inner[_name(body["key"], self.module)] = keys
        inner[_name(body["value"], self.module)] = items
        self.query(body["query"]["stmts"], inner)

    def _statement(self, node: Node, env: Env) -> None:
        kind, body = split(node)
        if kind == "AssignExpr":
            self.bind(body["lhs"], self.expression(body["rhs"], env), env)
        else:
            self.expression(node, env)
            self._assure(node, env)

    def _assure(self, node: Node, env: Env) -> None:
        """Note the fields of local variables that a condition asks for, itself or through a function."""
        for variable, name in self.inference.asked(node, self.module):
            shape = env.get(variable)
            if isinstance(shape, Facts):
                env[variable] = Facts(shape.places, shape.assured | {name})

    def bind(self, pattern: Node, shape: Shape, env: Env) -> None:
        """Give the variables of a pattern what they can be."""
        kind, body = split(pattern)
        if kind == "Var":
            env[body["value"]] = shape
        elif kind == "Array":
            for number, item in enumerate(body["items"]):
                part = dict(shape.fields).get(str(number), OPEN) if isinstance(shape, Record) else None
                self.bind(item, part if part is not None else self.inside(shape)[1], env)
        elif kind == "Object":
            for _, key, value in body["fields"]:
                name = key.get("String")
                part = self.inference.field(shape, self.text(name["value"], name["span"])) if name else OPEN
                self.bind(value, part, env)

    def inside(self, shape: Shape) -> tuple[Shape, Shape]:
        """What the keys and the values of a collection are."""
        if isinstance(shape, Many):
            return shape.key, shape.item
        if isinstance(shape, Record):
            return Texts(shape.keys) if shape.keys else PLAIN, all_of([item for _, item in shape.fields])
        if isinstance(shape, Facts):
            places = {one for place in shape.places for one in schema.fields(place)}
            keys = _EACH_TYPE if all(map(schema.is_by_type, shape.places)) else OPEN
            return keys, Facts(frozenset(places)) if places else OPEN
        return OPEN, OPEN

    def expression(self, node: Node, env: Env) -> Shape:
        """What an expression can be."""
        kind, body = split(node)
        handler: Callable[[Any, Env], Shape] | None = getattr(self, f"_{kind.lower()}", None)
        return handler(body, env) if handler else PLAIN if kind in {"Null", "Number", "Bool"} else OPEN

    def _string(self, body: Any, _: Env) -> Shape:
        return Texts(frozenset({self.text(body["value"], body["span"])}))

    _rawstring = _string

    def _var(self, body: Any, env: Env) -> Shape:
        name = body["value"]
        if name in env:
            return env[name]
        if name == "input":
            return _INPUT
        path = self.module.path(name)
        if path is None:
            return OPEN
        return self.inference.rule(path, None) if path in self.inference.reading.located else Package(path)

    def _refdot(self, body: Any, env: Env) -> Shape:
        span, name = body["field"]
        return self.inference.field(self.expression(body["refr"], env), self.text(name, span))

    def _refbrack(self, body: Any, env: Env) -> Shape:
        receiver = self.expression(body["refr"], env)
        index = self.expression(body["index"], env)
        if isinstance(index, Texts):
            return all_of([self.inference.field(receiver, text) for text in sorted(index.texts, key=repr)])
        keys, items = self.inside(receiver)
        if "Var" in body["index"] and body["index"]["Var"]["value"] not in env:
            env[body["index"]["Var"]["value"]] = keys
        return items

    def _array(self, body: Any, env: Env) -> Shape:
        items = [self.expression(item, env) for item in body["items"]]
        if items and not all(isinstance(item, Texts | Plain) for item in items):
            return Record(tuple((str(number), item) for number, item in enumerate(items)), frozenset())
        return Many(PLAIN, all_of(items)) if items else PLAIN

    def _set(self, body: Any, env: Env) -> Shape:
        items = [self.expression(item, env) for item in body["items"]]
        return Many(PLAIN, all_of(items)) if items else PLAIN

    def _object(self, body: Any, env: Env) -> Shape:
        fields: dict[str, Shape] = {}
        keys: set[Text] = set()
        for _, key, value in body["fields"]:
            shape = self.expression(value, env)
            name = key.get("String")
            if name is None:
                return Many(self.expression(key, env), OPEN)
            fields[name["value"]] = shape
            keys.add(self.text(name["value"], name["span"]))
        return Record(tuple(sorted(fields.items(), key=lambda item: item[0])), frozenset(keys)) if fields else PLAIN

    def _arraycompr(self, body: Any, env: Env) -> Shape:
        inner = dict(env)
        self.query(body["query"]["stmts"], inner)
        return Many(PLAIN, self.expression(body["term"], inner))

    _setcompr = _arraycompr

    def _objectcompr(self, body: Any, env: Env) -> Shape:
        inner = dict(env)
        self.query(body["query"]["stmts"], inner)
        return Many(self.expression(body["key"], inner), self.expression(body["value"], inner))

    def _binexpr(self, body: Any, env: Env) -> Shape:
        one, other = self.expression(body["lhs"], env), self.expression(body["rhs"], env)
        return join(one, other) if body["op"] == "Union" else one

    def _arithexpr(self, body: Any, env: Env) -> Shape:
        one = self.expression(body["lhs"], env)
        self.expression(body["rhs"], env)
        return one if isinstance(one, Many) else PLAIN

    def _boolexpr(self, body: Any, env: Env) -> Shape:
        one, other = self.expression(body["lhs"], env), self.expression(body["rhs"], env)
        if body["op"] == "Eq":
            self.inference.compared(one, other)
            self.inference.compared(other, one)
        return PLAIN

    def _membership(self, body: Any, env: Env) -> Shape:
        value = self.expression(body["value"], env)
        self.inference.compared(value, self.inside(self.expression(body["collection"], env))[1])
        return PLAIN

    def _unaryexpr(self, body: Any, env: Env) -> Shape:
        self.expression(body["expr"], env)
        return PLAIN

    def _assignexpr(self, body: Any, env: Env) -> Shape:
        self._statement({"AssignExpr": body}, env)
        return PLAIN

    def _call(self, body: Any, env: Env) -> Shape:
        arguments = tuple(self.expression(one, env) for one in body["params"])
        name = ".".join(static(body["fcn"]))
        if name == "object.get":
            return self._get(arguments, body["params"][1])
        if name in _SAME:
            return arguments[0]
        if name in _ITEM:
            return self.inside(arguments[0])[1]
        if name == "array.concat":
            return all_of(list(arguments))
        base = self.module.path(root(body["fcn"]))
        path = (*base, *static(body["fcn"])[1:]) if base is not None else ()
        return self.inference.rule(path, arguments) if path in self.inference.reading.located else OPEN

    def _get(self, arguments: tuple[Shape, ...], key: Node) -> Shape:
        receiver, names, default = arguments
        if "Array" in key:
            return OPEN
        if isinstance(names, Texts):
            found = all_of([self.inference.field(receiver, text) for text in sorted(names.texts, key=repr)])
        else:
            found = self.inside(receiver)[1]
        return join(found, default)


def _parameters(walk: Walk, rule: Node, arguments: tuple[Shape, ...] | None) -> Env:
    _, body = split(rule)
    said: Any = body.get("head", {}).get("Func")
    env: Env = {}
    for number, parameter in enumerate(said["args"] if said else ()):
        given = arguments[number] if arguments is not None and number < len(arguments) else OPEN
        walk.bind(parameter, given, env)
    return env


def _fields_asked(node: Node) -> Iterator[tuple[str, str]]:
    """``x.f``, ``x["f"]`` and ``object.get(x, "f", …)`` wherever they stand in a condition."""
    for one in nodes(node):
        path: Name = ()
        if "RefDot" in one or "RefBrack" in one:
            path = static(one) if len(one) == 1 else ()
        elif "Call" in one and ".".join(static(one["Call"]["fcn"])) == "object.get":
            receiver, name = one["Call"]["params"][:2]
            path = (receiver["Var"]["value"], name["String"]["value"]) if "Var" in receiver and "String" in name else ()
        match path:
            case (variable, name):
                yield variable, name
            case _:
                continue


def _is_by_type(key: Shape) -> bool:
    return isinstance(key, Texts) and any(text.value == schema.ANY for text in key.texts)


def _name(part: Any, module: Module) -> str:
    """The name of a variable of ``every``, which the engine gives by its place."""
    return part["Var"]["value"] if "Var" in part else module.written(part)
