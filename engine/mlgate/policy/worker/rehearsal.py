"""Tests, as a worker runs them: asked one by one, explained where they fail, counted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import JsonValue

from mlgate.errors import BundleError, EvaluationError
from mlgate.policy import source
from mlgate.policy.bundle import Bundle, admit
from mlgate.policy.declaration import FINDINGS
from mlgate.policy.files import Files, is_test
from mlgate.policy.regorus import OBSERVED, RegorusBench, parse
from mlgate.policy.testing import statements
from mlgate.policy.testing.statements import Comparison, Iteration

_RAW = "mlgate_raw_findings"
_HEAD = re.compile(rf"^(default )?{FINDINGS}\b", re.MULTILINE)
_TELLS = f"""
{FINDINGS} := {_RAW} if {OBSERVED}("%s", [finding.code | some finding in {_RAW}])
"""
_TOUCHED = "mlgate_touched"
_MOST_CASES = 5

Case = tuple[str, str, int]
"""Package, name and line."""


class Rehearsal:
    """A bundle with its tests on the bench; raises BundleError for what would not be admitted, tests included.

    What the tests run through is counted where ``counting`` asks for it.
    """

    def __init__(self, found: Files, *, counting: bool) -> None:
        tests = {name: text for name, text in found.texts.items() if is_test(name)}
        others = {name: text for name, text in found.texts.items() if name not in tests}
        bundle = admit(found._replace(texts=others))
        self._sources = {name: source.read(name, text) for name, text in tests.items()}
        if faults := [fault for one in self._sources.values() for fault in one.faults]:
            raise BundleError(faults, hint="what the parser may not read is not tested")
        self._texts: Mapping[str, str] = {**bundle.modules, **tests}
        self._controls = bundle.catalogue.controls
        self._seen: dict[str, set[tuple[str, ...]]] = {control: set() for control in self._controls}
        self._modules = {name: source.read(name, text) for name, text in bundle.modules.items()}
        modules = _observed(bundle, self._texts) if counting else self._texts
        self._bench = RegorusBench(modules, bundle.data, observer=self._see if counting else None)
        self._parsed: Mapping[str, Any] = {}

    def cases(self) -> dict[str, list[Case]]:
        """The tests by file, in the order of their lines."""
        return {name: list(_cases(one)) for name, one in self._sources.items()}

    def attempt(self, path: str) -> bool:
        """Whether a test is true."""
        return self._bench.values(path) == [True]

    def explain(self, file: str, package: str, name: str) -> dict[str, Any]:
        """The first statement of a test that is not true, and what it compared or where it was not true."""
        if not self._parsed:
            self._parsed = {module["source"]["file"]: module for module in self._bench.modules()}
        known = statements.statements(self._parsed[file], name)
        text = statements.questions(self._texts[file], known)
        if not _parses(text):  # an operand in brackets is cut in two
            known = [replace(one, shape=None) for one in known]
            text = statements.questions(self._texts[file], known)
        for number, one in enumerate(known):
            if self._ask(text, package, statements.holds(number)) != [True]:
                return {"line": one.line, "text": one.text, **self._shown(text, package, number, one.shape)}
        return {}

    def lines(self) -> Mapping[str, tuple[list[int], list[int]]]:
        """By module, tests apart: the lines that the tests so far ran through, and those that they did not.

        The engine says nothing of a module that nobody asked anything, so each is asked something now.
        """
        for package in {read.package for read in self._modules.values()}:
            self._bench.values(".".join(("data", *package, _TOUCHED)))
        found = self._bench.lines()
        ends = {name: text.count("\n") + 1 for name, text in self._texts.items()}
        return {
            name: ([line for line in ran if line <= ends[name]], [line for line in not_run if line <= ends[name]])
            for name, (ran, not_run) in found.items()
            if not is_test(name)
        }

    def seen(self) -> list[tuple[str, str, list[str], list[list[str]]]]:
        """Of each control: id, place, declared codes, and each set of codes its findings bore in the tests so far."""
        return [
            (one.id, one.file, sorted(one.codes), sorted(map(list, self._seen[one.id])))
            for one in self._controls.values()
        ]

    def _see(self, control: str, codes: Sequence[str]) -> bool:
        self._seen[control].add(tuple(sorted(set(codes))))
        return True

    def _ask(self, text: str, package: str, rule: str) -> list[JsonValue]:
        try:
            return self._bench.beside("(explanation)", text, f"data.{package}.{rule}")
        except EvaluationError:
            return []

    def _all(self, text: str, package: str, rule: str) -> list[JsonValue]:
        """The members of a set; none where it cannot be had."""
        found = self._ask(text, package, rule)
        return found[0] if found and isinstance(found[0], list) else []

    def _shown(
        self, text: str, package: str, number: int, shape: Comparison | Iteration | None
    ) -> dict[str, JsonValue]:
        match shape:
            case Comparison(left, right):
                sides, lefts, rights = (self._all(text, package, rule) for rule in statements.compared(number))
                missing = [side for side, values in ((left, lefts), (right, rights)) if not values]
                return {"sides": sides[0] if sides else None, "written": [left, right], "undefined": list(missing)}
            case Iteration():
                cases, good = (self._all(text, package, rule) for rule in statements.iterated(number))
                return {"cases": [one for one in cases if one not in good][:_MOST_CASES]}
            case None:
                return {}


def _parses(text: str) -> bool:
    try:
        parse("(explanation)", text)
    except EvaluationError:
        return False
    return True


def _cases(one: source.Source) -> list[Case]:
    package = ".".join(one.package)
    found = [(rule.line, name[0]) for name, rule in one.rules.items() if len(name) == 1]
    return [(package, name, line) for line, name in sorted(found) if name.startswith(("test_", "todo_test_"))]


def _observed(bundle: Bundle, texts: Mapping[str, str]) -> dict[str, str]:
    """The modules, with the findings of every control told to the observer whenever they are evaluated.

    No line moves: the name in the heads changes, and rules are added below.
    """
    modules = {name: text if is_test(name) else f"{text}\n{_TOUCHED} if true\n" for name, text in texts.items()}
    for control in bundle.catalogue.controls.values():
        file = control.file.rpartition(":")[0]
        head, found, body = modules[file].partition("\npackage ")
        modules[file] = head + found + _HEAD.sub(rf"\g<1>{_RAW}", body) + _TELLS % control.id
    return modules
