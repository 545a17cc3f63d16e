"""The embedded Rego engine: the only module that imports it.

One engine holds one bundle and is used from one thread; each document is evaluated in a clone, which shares
everything that loading prepared, and is set once however often it is asked. What the engine says wrongly or not at
all is an error here: a rule without a value, a failure, a panic.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import pydantic_core
from pydantic import JsonValue

from mlgate.errors import BundleError, ConfigError, EvaluationError, Fault
from mlgate.model.decision import EngineRef
from mlgate.policy.bundle import Bundle

DISTRIBUTIONS = ("gordon-to-regorus", "celine-regorus")
"""The distributions that provide the module; only one may be installed."""

_RULE = re.compile(r"data(\.[A-Za-z_]\w*)+")
_PANIC = "PanicException"
_PLACE = re.compile(r"^--> (?P<file>.+):(?P<line>\d+):\d+$", re.MULTILINE)
_ERROR = re.compile(r"^error: (?P<what>.+)$", re.MULTILINE)
_LONGEST = 300
_FEW = 2
_UNDEFINED = "<undefined>"
_NO_RULE = "not a valid rule path"

T = TypeVar("T")

_regorus: Any = import_module("regorus")  # a compiled module without types


class RegorusEngine:
    """One bundle in one engine. Raises BundleError where a module does not parse or could not run."""

    def __init__(self, bundle: Bundle) -> None:
        self.reference = reference()
        self._engine: Any = _regorus.Engine()
        modules = bundle.modules.items()
        faults = [fault for name, text in modules if (fault := _added(self._engine, name, text)) is not None]
        if not faults:
            faults = self._prepared(bundle)
        self._asked: Any = self._engine
        self._document = b""
        if faults:
            raise BundleError(faults, hint="opa check --strict on the bundle's folder says more")

    def query(self, document: bytes, paths: Sequence[str]) -> tuple[JsonValue, ...]:
        """The value of each rule, named ``data.<package>.<rule>``, with ``document`` as input; sets as sorted lists.

        Many are asked in one query, so that what several rest on is evaluated once. A query is first held against every
        module of the bundle, which a rule asked by its name is not: a few are asked one by one. Raises EvaluationError
        for a rule that is not there, has no value, or fails.
        """
        if document != self._document:
            self._document, self._asked = b"", _call(self._engine.clone, "the policy engine")
            _call(lambda: self._asked.set_input_json(document.decode()), "the facts")
            self._document = document
        try:
            if len(paths) <= _FEW:
                return tuple(_value(self._asked, path) for path in paths)
            return _values(self._asked, paths)
        except EvaluationError:
            self._document = b""  # a query that failed half-way leaves marks: the rules it was in seem to recurse
            raise

    def modules(self) -> Sequence[Any]:
        """The modules as the engine parsed them, for lints."""
        parsed: list[Any] = pydantic_core.from_json(_call(self._engine.get_ast_as_json, "the policy engine"))
        return parsed

    def _prepared(self, bundle: Bundle) -> list[Fault]:
        """Have the engine schedule every rule now: an unsafe variable shows here, not at the first decision."""
        try:
            _call(lambda: self._engine.add_data_json(json.dumps(bundle.data)), "policy data")
            _call(lambda: self._engine.set_input_json("{}"), "input")
            _call(lambda: self._engine.eval_query_as_json("true"), "bundle")
        except EvaluationError as error:
            place, _, what = error.message.partition(": ")
            return [Fault(place, what)]
        return []


class RegorusBench:
    """Modules and their tests in an engine that, for an observer, keeps count: which lines ran, what rules told it.

    As under ``opa test`` there is no input but what a test gives. Raises BundleError as `RegorusEngine`.
    """

    def __init__(
        self, modules: Mapping[str, str], data: Mapping[str, Any], *, observer: Observer | None = None
    ) -> None:
        self._base: Any = _regorus.Engine()
        self._base.set_enable_coverage(observer is not None)
        self._base.set_gather_prints(True)
        if observer is not None:
            self._base.add_extension(OBSERVED, 2, observer)
        faults = [fault for name, text in modules.items() if (fault := _added(self._base, name, text)) is not None]
        if faults:
            raise BundleError(faults, hint="opa check --strict on the bundle's folder says more")
        _call(lambda: self._base.add_data_json(json.dumps(data)), "policy data")
        self._counting: list[Any] = [self._base.clone()]

    def values(self, path: str) -> list[JsonValue]:
        """The value of a rule in a list, which is empty where it is undefined. Raises EvaluationError."""
        try:
            (found,) = _asked(self._counting[-1], [path])
        except EvaluationError:
            self._counting.append(self._base.clone())  # see RegorusEngine.query
            raise
        return found

    def beside(self, name: str, text: str, path: str) -> list[JsonValue]:
        """As `values`, of a rule in one more module; nothing of it is counted."""
        trial = self._base.clone()
        _call(lambda: trial.add_policy(name, text), name)
        (found,) = _asked(trial, [path])
        return found

    def modules(self) -> Sequence[Any]:
        """As `RegorusEngine.modules`."""
        parsed: list[Any] = pydantic_core.from_json(_call(self._base.get_ast_as_json, "the policy engine"))
        return parsed

    def lines(self) -> Mapping[str, tuple[list[int], list[int]]]:
        """By module, the lines that ran so far, and those that could have and did not."""
        ran: dict[str, set[int]] = {}
        did_not: dict[str, set[int]] = {}
        for engine in self._counting:
            report: Any = pydantic_core.from_json(_call(engine.get_coverage_report_as_json, "the policy engine"))
            for file in report["files"]:
                ran.setdefault(file["path"], set()).update(file["covered"])
                did_not.setdefault(file["path"], set()).update(file["not_covered"])
        return {name: (sorted(ran[name]), sorted(did_not[name] - ran[name])) for name in ran}


Observer = Callable[[str, list[str]], bool]
"""Told something by a rule, by name; true, so that it can be a condition."""

OBSERVED = "mlgate.observed"
"""The function by which a rule on the bench tells an observer."""


def parse(name: str, text: str) -> None:
    """Have the parser read one module; raises EvaluationError where it does not parse."""
    _call(lambda: _regorus.Engine().add_policy(name, text), name)


def tree(name: str, text: str) -> Any:
    """One module as the engine parses it, by itself; raises EvaluationError naming the line where it does not parse."""
    engine: Any = _regorus.Engine()
    _call(lambda: engine.add_policy(name, text), name)
    (module,) = pydantic_core.from_json(_call(engine.get_ast_as_json, "the policy engine"))
    return module


def reference() -> EngineRef:
    """Distribution and version of the engine that is imported: what the records beside the module say.

    `importlib.metadata` says the same, but loading it takes longer than loading the engine.
    """
    records = (path.stem.partition("-") for path in Path(_regorus.__file__).parent.parent.glob("*.dist-info"))
    installed = {name.replace("_", "-").lower(): version for name, _, version in records}
    found = [EngineRef(name=name, version=installed[name]) for name in DISTRIBUTIONS if name in installed]
    if len(found) != 1:
        names = " and ".join(f"{engine.name} {engine.version}" for engine in found) or "no known distribution"
        raise ConfigError(
            f"the policy engine comes from {names}", hint=f"install {DISTRIBUTIONS[0]} and nothing beside it"
        )
    return found[0]


def _added(engine: Any, name: str, text: str) -> Fault | None:
    try:
        _call(lambda: engine.add_policy(name, text), name)
    except EvaluationError as error:
        place, _, what = error.message.partition(": ")
        return Fault(place, what)
    return None


def _value(engine: Any, path: str) -> JsonValue:
    """One rule by its name; where that gives no clear answer, by a query."""
    _named((path,))
    try:
        reply: JsonValue = pydantic_core.from_json(_call(lambda: engine.eval_rule_as_json(path), "the policies"))
    except EvaluationError as error:
        if not error.message.endswith(_NO_RULE):
            raise
        reply = _UNDEFINED
    return _values(engine, (path,))[0] if reply == _UNDEFINED else reply


def _values(engine: Any, paths: Sequence[str]) -> tuple[JsonValue, ...]:
    found = _asked(engine, paths)
    for path, values in zip(paths, found, strict=True):
        if len(values) != 1:
            raise EvaluationError(
                f"{path} has no value for these facts", hint="a rule that may be undefined needs a default"
            )
    return tuple(values[0] for values in found)


def _named(paths: Sequence[str]) -> None:
    for path in paths:
        if not _RULE.fullmatch(path):
            raise EvaluationError(f"{path!r} does not name a rule", hint=_HINT)


def _asked(engine: Any, paths: Sequence[str]) -> list[list[JsonValue]]:
    """One query for all: a list of lists, each with the one value of a rule, or with none where it is undefined."""
    _named(paths)
    query = ",\n".join(f"[value | value = {path}]" for path in paths)
    reply: Any = pydantic_core.from_json(_call(lambda: engine.eval_query_as_json(f"[\n{query}\n]"), "the policies"))
    found: list[list[JsonValue]] = reply["result"][0]["expressions"][0]["value"]
    return found


def _call(action: Callable[[], T], what: str) -> T:
    """What the engine answers; its failures, and its panics, as EvaluationError in one line."""
    try:
        return action()
    except RuntimeError as error:
        raise EvaluationError(_shortened(str(error), what), hint=_HINT) from None
    except BaseException as error:  # a panic derives from it, and its type cannot be imported
        if type(error).__name__ != _PANIC:
            raise
        raise EvaluationError(
            f"{what}: the policy engine gave up: {' '.join(str(error).split())[:_LONGEST]}", hint=_HINT
        ) from None


_HINT = "nothing was approved; mend the policy, or report it to whoever owns the bundle"


def _shortened(text: str, what: str) -> str:
    """``file:line: fault`` out of the engine's report, without source excerpt and stack."""
    text = text.partition("\n\nStack backtrace")[0]
    place = _PLACE.search(text)
    error = _ERROR.search(text)
    said = error["what"] if error else " ".join(text.split())
    where = f"{place['file']}:{place['line']}" if place and not place["file"].startswith("<") else what
    return f"{where}: {said[:_LONGEST]}"
