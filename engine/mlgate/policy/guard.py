"""What could turn a decision silently is refused before anything is evaluated.

- Data and rules never share a root: data at or above the path of a rule replaces it without a word.
- Every function called is defined, and takes as many arguments; a built-in is one that OPA and the engine share.
- Nothing reaches for clock, network, chance or environment.
- Nothing refers to a rule or to policy data that is not there: it would be undefined, and undefined is silent.
- Nothing depends on itself, and no chain of rules is so long that evaluation would end the process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from mlgate.errors import Fault
from mlgate.policy.builtins import ALLOWED, FORBIDDEN
from mlgate.policy.rules import Rules
from mlgate.policy.source import Name, Source

LONGEST_CHAIN = 256
OUTSIDE = "lies outside the roots that .manifest declares"
"""How the fault of a package or of data ends that lies where the manifest does not say the bundle reaches."""


def inspect(sources: Sequence[Source], rules: Rules, data: Mapping[str, Any], roots: Sequence[str]) -> list[Fault]:
    """All faults of modules and data together; ``roots`` are the manifest's, slashes between names."""
    faults = [fault for source in sources for fault in source.faults]
    if faults:
        return faults
    faults += misplaced(sources, data, roots)
    for source in sources:
        faults += shadowed(source)
        faults += _calls(source, rules)
        faults += references(source, rules, data)
    faults += definitions(rules)
    return faults or circles(rules)


def misplaced(sources: Sequence[Source], data: Mapping[str, Any], roots: Sequence[str]) -> Iterator[Fault]:
    """Modules and data outside the declared roots, and data where it could replace rules."""
    declared = [tuple(root.split("/")) for root in roots]
    for source in sources:
        where = f"{source.path}:{source.package_line}"
        name = ".".join(source.package)
        if not any(source.package[: len(root)] == root for root in declared):
            yield Fault(where, f"the package {name} {OUTSIDE}")
        if source.package[0] in data:
            yield Fault(
                where,
                f"the package {name} shares the root {source.package[0]!r} with data, which could replace its rules",
            )
    for key, value in data.items():
        if not _declared((key,), value, declared):
            yield Fault("data", f"{key!r} {OUTSIDE}")


def _declared(path: Name, value: Any, roots: Sequence[Name]) -> bool:
    """Whether all data at a path lies inside a root."""
    if any(path[: len(root)] == root for root in roots):
        return True
    if not any(root[: len(path)] == path for root in roots) or not isinstance(value, dict):
        return False
    return all(_declared((*path, key), item, roots) for key, item in cast("dict[str, Any]", value).items())


def shadowed(source: Source) -> Iterator[Fault]:
    """Rules and imports that bear a name of the language."""
    for name in (*source.imports, *(path[0] for path in source.rules)):
        if name in {"input", "data"} or name in ALLOWED or name in FORBIDDEN:
            yield Fault(
                f"{source.path}:{source.package_line}", f"{name!r} is a name of the language; choose another one"
            )


def definitions(rules: Rules) -> Iterator[Fault]:
    """Functions that are defined with differing numbers of arguments."""
    for path, defined in rules.by_path.items():
        arities = rules.arities(path)
        if len(arities) > 1:
            source = defined[-1][0]
            what = f"{'.'.join(path)} is defined with differing arguments"
            yield Fault(f"{source.path}:{max(arities.values())}", what)


def _calls(source: Source, rules: Rules) -> Iterator[Fault]:
    for call in source.calls:
        what = call_fault(source, rules, call.name, call.arguments)
        if what:
            yield Fault(f"{source.path}:{call.line}", what)


def call_fault(source: Source, rules: Rules, name: str, arguments: int) -> str:
    """What is wrong with a call; empty where nothing is."""
    path = rules.path(source, name)
    if path is not None:
        return _own_call_fault(rules.arities(path), name, arguments)
    if name in FORBIDDEN:
        return f"{name} {FORBIDDEN[name]}"
    if name not in ALLOWED:
        return f"{name} is neither a function of this bundle nor a built-in that OPA and the embedded engine share"
    if name != "contains" and arguments != ALLOWED[name]:
        return f"{name} takes {_counted(ALLOWED[name])}, not {arguments}"
    return ""


def _own_call_fault(arities: Mapping[int | None, int], name: str, arguments: int) -> str:
    if name in ALLOWED or name in FORBIDDEN:
        return f"{name} is both a built-in and a name of this module; import it under another name"
    if not arities or None in arities:
        return f"{name} is not a function of this bundle"
    return "" if arguments in arities else f"{name} takes {_counted(next(iter(arities)))}, not {arguments}"


def _counted(arguments: int | None) -> str:
    return "1 argument" if arguments == 1 else f"{arguments} arguments"


def references(source: Source, rules: Rules, data: Mapping[str, Any]) -> Iterator[Fault]:
    """Imports and names that lead to neither a rule nor policy data."""
    for imported in source.imports.values():
        if not _leads_somewhere(imported[1:], rules, data):
            yield Fault(f"{source.path}:{source.package_line}", f"the import {'.'.join(imported)} leads nowhere")
    for rule in source.rules.values():
        for name, line in rule.uses.items():
            path = rules.path(source, name)
            if path is not None and not _leads_somewhere(path, rules, data):
                yield Fault(f"{source.path}:{line}", f"{name} names neither a rule nor policy data")


def _leads_somewhere(path: Name, rules: Rules, data: Mapping[str, Any]) -> bool:
    if rules.named(path) or path in rules.packages:
        return True
    value: Any = data
    for key in path:
        if not isinstance(value, Mapping) or key not in value:
            return False
        value = cast("Mapping[str, Any]", value)[key]
    return True


def circles(rules: Rules) -> list[Fault]:
    """Rules that depend on themselves, or on a chain that is too long."""
    depth = _settled(rules.uses)
    stuck = sorted(path for path in rules.uses if path not in depth and _rests_on_itself(path, rules))
    if stuck:
        names = ", ".join(".".join(path) for path in stuck[:6])
        what = f"recursion: {names}; if a local variable only bears the name of a rule, rename it"
        return [Fault(_where(rules, stuck[0]), what)]
    longest = max(depth, key=lambda path: depth[path], default=())
    if longest and depth[longest] > LONGEST_CHAIN:
        return [Fault(_where(rules, longest), f"a chain of more than {LONGEST_CHAIN} rules hangs on this one")]
    return []


def _where(rules: Rules, path: Name) -> str:
    source, rule = rules.by_path[path][0]
    return f"{source.path}:{rule.line}"


def _rests_on_itself(path: Name, rules: Rules) -> bool:
    return any(path in rules.reachable(used) for used in rules.uses[path])


def _settled(uses: Mapping[Name, frozenset[Name]]) -> dict[Name, int]:
    """Rule → length of the longest chain below it, for every rule that is on no circle and leads to none."""
    users: dict[Name, list[Name]] = {path: [] for path in uses}
    waiting = {path: len(used) for path, used in uses.items()}
    for path, used in uses.items():
        for other in used:
            users[other].append(path)
    ready = [path for path, count in waiting.items() if count == 0]
    depth = dict.fromkeys(ready, 1)
    while ready:
        path = ready.pop()
        for user in users[path]:
            depth[user] = max(depth.get(user, 0), depth[path] + 1)
            waiting[user] -= 1
            if waiting[user] == 0:
                ready.append(user)
    return {path: length for path, length in depth.items() if waiting[path] == 0}
