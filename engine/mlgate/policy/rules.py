"""Every rule of a bundle by its full path, and which of them use which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mlgate.policy.source import Name, Rule, Source


@dataclass(slots=True)
class Rules:
    """Paths are those below ``data``, without it. A local variable that bears the name of a rule counts as its use."""

    by_path: dict[Name, list[tuple[Source, Rule]]] = field(default_factory=dict[Name, list[tuple[Source, Rule]]])
    packages: set[Name] = field(default_factory=set[Name])
    _below: dict[Name, set[Name]] = field(default_factory=dict[Name, set[Name]])
    _heads: dict[Name, set[str]] = field(default_factory=dict[Name, set[str]])
    _uses: dict[Name, frozenset[Name]] = field(default_factory=dict[Name, frozenset[Name]])

    @classmethod
    def of(cls, sources: Sequence[Source]) -> Rules:
        """The rules of some modules together."""
        rules = cls()
        for source in sources:
            rules.packages.add(source.package)
            for name, rule in source.rules.items():
                path = (*source.package, *name)
                rules.by_path.setdefault(path, []).append((source, rule))
                rules._heads.setdefault(source.package, set()).add(name[0])
                for end in range(len(path)):
                    rules._below.setdefault(path[:end], set()).add(path)
        rules._uses = {path: frozenset(rules._used(path)) for path in rules.by_path}
        return rules

    @property
    def uses(self) -> Mapping[Name, frozenset[Name]]:
        """Rule → the rules that its definitions name, call, or reach into."""
        return self._uses

    def arities(self, path: Name) -> dict[int | None, int]:
        """The numbers of arguments a rule is defined with (None: not a function), over all modules; empty: no rule."""
        return {arity: line for _, rule in self.by_path.get(path, ()) for arity, line in rule.arities.items()}

    def named(self, path: Name) -> frozenset[Name]:
        """The rules that a reference below ``data`` may read: the one it names or goes into, or all beneath it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.by_path:
                return frozenset({path[:end]})
        return frozenset(self._below.get(path, ()))

    def path(self, source: Source, name: str) -> Name | None:
        """The path below ``data`` that a dotted name stands for in a module; None for input and local variables."""
        first, *rest = name.split(".")
        if first == "data":
            return tuple(rest)
        if first in source.imports:
            return (*source.imports[first][1:], *rest)
        if first in self._heads.get(source.package, ()):
            return (*source.package, first, *rest)
        return None

    def reachable(self, start: Name) -> frozenset[Name]:
        """A rule and all that it rests on."""
        pending, seen = [start], set[Name]()
        while pending:
            path = pending.pop()
            if path not in seen:
                seen.add(path)
                pending.extend(self._uses.get(path, ()))
        return frozenset(seen)

    def _used(self, path: Name) -> Iterator[Name]:
        for source, rule in self.by_path[path]:
            for name in rule.uses:
                target = self.path(source, name)
                if target is not None:
                    yield from self.named(target)
