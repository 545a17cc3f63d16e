"""A bundle as the lint sees it: everything that could be read of it, whatever else is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, cast

from mlgate.errors import EvaluationError, Fault
from mlgate.policy import files, metadata, notation, parts, regorus, source
from mlgate.policy.declaration import CONTROLS
from mlgate.policy.files import Files
from mlgate.policy.metadata import Metadata
from mlgate.policy.negation import Module
from mlgate.policy.notation import Place
from mlgate.policy.rules import Rules
from mlgate.policy.source import Name, Source
from mlgate.policy.tree import Node, head, nodes, root, static

TEST = "_test.rego"


class Declared(NamedTuple):
    """A control whose METADATA can be read; ``lines`` gives the line of a place in it."""

    source: Source
    metadata: Metadata
    lines: notation.Reading

    def line(self, *place: str | int) -> int:
        """The line of a place in METADATA."""
        return self.lines.line(place)


class Located(NamedTuple):
    """One definition of a rule in its parsed module."""

    module: Module
    path: Name
    rule: Node


@dataclass
class Reading:
    """A bundle, read; ``unparsed`` holds what the engine's parser says, ``texts`` everything with its tests."""

    files: Files
    parts: parts.Parts
    texts: Mapping[str, str]
    sources: Sequence[Source]
    rules: Rules
    modules: Sequence[Module]
    controls: Sequence[Declared]
    undeclared: Sequence[Fault]
    unparsed: Sequence[Fault]
    _data_lines: dict[str, notation.Reading] = field(default_factory=dict[str, notation.Reading])

    @cached_property
    def config(self) -> Mapping[str, Any]:
        """What lies below ``data.config``; empty where nothing does."""
        found = self.parts.data.get("config")
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}

    @cached_property
    def located(self) -> Mapping[Name, Sequence[Located]]:
        """Every definition by the path of its rule below ``data``."""
        found: dict[Name, list[Located]] = {}
        for module in self.modules:
            for rule in module.rules:
                reference = head(rule)
                names = static(reference) or (root(reference),)
                path = (*module.package, *names)
                found.setdefault(path, []).append(Located(module, path, rule))
        return found

    @cached_property
    def defined(self) -> frozenset[Name]:
        """Rules and functions that have a value whatever the facts are."""
        return frozenset(path for module in self.modules for path in module.always_defined())

    def texts_below(self, path: Name) -> Iterator[str]:
        """Every text written in a rule or in what it rests on."""
        for used in self.rules.reachable(path):
            for located in self.located.get(used, ()):
                yield from strings(located.rule)

    def data_place(self, *keys: str) -> tuple[str, int | None]:
        """File and line of policy data, of the file that says most of it."""
        best: tuple[int, str, int | None] = (-1, files.MANIFEST, None)
        for name in self.files.texts:
            folder = tuple(name.split("/")[:-1])
            if name == files.MANIFEST or name in self.parts.modules or keys[: len(folder)] != folder:
                continue
            rest = keys[len(folder) :]
            depth = len(folder) + _depth(self._lines(name), rest)
            if depth > best[0]:
                best = (depth, name, self._lines(name).line(rest))
        return best[1], best[2]

    def _lines(self, name: str) -> notation.Reading:
        if name not in self._data_lines:
            self._data_lines[name] = notation.read(self.files.texts[name], name)
        return self._data_lines[name]


def read(given: Files) -> Reading:
    """Read what can be read of the files of a bundle and its tests."""
    kept = {name: text for name, text in given.texts.items() if not name.endswith(TEST)}
    found = given._replace(texts=kept)
    said = parts.of(found)
    sources = [source.read(name, text) for name, text in said.modules.items()]
    whole = [one for one in sources if not one.faults]
    modules, unparsed = _parsed(whole)
    controls, undeclared = _declared(whole)
    return Reading(
        files=found,
        parts=said,
        texts=given.texts,
        sources=sources,
        rules=Rules.of(whole),
        modules=modules,
        controls=controls,
        undeclared=undeclared,
        unparsed=unparsed,
    )


def strings(node: Any) -> Iterator[str]:
    """Every text written in a parsed rule."""
    for one in nodes(node):
        for kind in ("String", "RawString"):
            if kind in one:
                yield one[kind]["value"]


def _parsed(sources: Sequence[Source]) -> tuple[list[Module], list[Fault]]:
    modules: list[Module] = []
    faults: list[Fault] = []
    for one in sources:
        try:
            modules.append(Module(regorus.tree(one.path, one.text)))
        except EvaluationError as error:
            place, _, what = error.message.partition(": ")
            faults.append(Fault(place, what))
    return modules, faults


def _declared(sources: Sequence[Source]) -> tuple[list[Declared], list[Fault]]:
    controls: list[Declared] = []
    faults: list[Fault] = []
    for one in sources:
        if one.package[: len(CONTROLS)] != CONTROLS:
            continue
        found = metadata.read(one)
        if isinstance(found, list):
            faults += found
        else:
            text, first_line = metadata.block(one)
            controls.append(Declared(one, found, notation.read(text or "", one.path, first_line)))
    return controls, faults


def _depth(lines: notation.Reading, place: Place) -> int:
    """How much of a place stands in a file."""
    depth = len(place)
    while depth and place[:depth] not in lines.lines:
        depth -= 1
    return depth
