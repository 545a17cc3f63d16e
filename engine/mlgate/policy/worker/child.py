"""The worker itself: one bundle, loaded and asked on behalf of the process at the other end of standard input.

Each request is ``[verb, arguments…]``, each answer ``{"is": value}`` or ``{"fault": …}``. What takes too long is ended
from outside, or by the clock that is wound before each request should nobody be left outside.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mlgate.errors import BundleError, EvaluationError, Fault
from mlgate.policy import prepared
from mlgate.policy.bundle import Bundle, admit
from mlgate.policy.files import Files
from mlgate.policy.regorus import RegorusEngine, parse
from mlgate.policy.rules import Rules
from mlgate.policy.source import Name, read
from mlgate.policy.worker import limits
from mlgate.policy.worker.channel import Channel, ClosedError
from mlgate.policy.worker.rehearsal import Case, Rehearsal

Answer = dict[str, Any]


class Child:
    """What a worker knows: a bundle in an engine, once it was given one."""

    def __init__(self) -> None:
        self._bundle: Bundle | None = None
        self._engine: RegorusEngine | None = None
        self._document = b"{}"
        self.verbs: dict[str, Callable[..., Any]] = {
            "limit": limits.settle,
            "admit": self.admit,
            "parse": parse,
            "start": self.start,
            "ask": self.ask,
            "below": self.below,
            "lint": _lint,
            "rehearse": self.rehearse,
        }

    def admit(self, where: str, texts: Mapping[str, str], faults: Sequence[tuple[str, str]]) -> Answer:
        """Parse and check the files of a bundle; its parts, and its controls as `prepared.as_plain` writes them."""
        self._bundle = bundle = admit(_files(where, texts, faults))
        controls = [prepared.as_plain(control) for control in bundle.catalogue.controls.values()]
        return {"manifest": bundle.manifest, "modules": bundle.modules, "data": bundle.data, "controls": controls}

    def start(self) -> str:
        """Put the bundle into an engine."""
        assert self._bundle is not None
        self._engine = RegorusEngine(self._bundle)
        return ""

    def ask(self, document: str | None, paths: Sequence[str]) -> Sequence[Any]:
        """The value of each rule; without a document it is the one asked about before."""
        assert self._engine is not None
        if document is not None:
            self._document = document.encode()
        return self._engine.query(self._document, paths)

    def rehearse(
        self,
        where: str,
        texts: Mapping[str, str],
        faults: Sequence[tuple[str, str]],
        counting: bool,  # noqa: FBT001 - as it is asked for
    ) -> dict[str, list[Case]]:
        """Put a bundle and its tests on the bench; the tests. From now on they can be asked for."""
        tests = Rehearsal(_files(where, texts, faults), counting=counting)
        self.verbs |= {"attempt": tests.attempt, "explain": tests.explain, "lines": tests.lines, "seen": tests.seen}
        return tests.cases()

    def below(self, path: str) -> list[tuple[str, str]]:
        """A rule and the rules it rests on, each with its place, such that none comes before what it rests on."""
        assert self._bundle is not None
        rules = Rules.of([read(name, text) for name, text in self._bundle.modules.items()])
        start = tuple(path.split(".")[1:])
        return [(".".join(("data", *name)), _place(rules, name)) for name in _upwards(rules, start)]


def _lint(where: str, texts: Mapping[str, str], faults: Sequence[tuple[str, str]]) -> Answer:
    from mlgate.policy.worker.lint import plain  # noqa: PLC0415 - no evaluation waits for it

    return plain(where, texts, faults)


def _files(where: str, texts: Mapping[str, str], faults: Sequence[tuple[str, str]]) -> Files:
    return Files(where, texts, tuple(Fault(place, what) for place, what in faults))


def _upwards(rules: Rules, start: Name) -> list[Name]:
    """What can be asked by itself: no functions. How much a rule rests on tells what comes first."""
    found = [path for path in rules.reachable(start) if set(rules.arities(path)) == {None}]
    return sorted(found, key=lambda path: (len(rules.reachable(path)), path))


def _place(rules: Rules, path: Name) -> str:
    source, rule = rules.by_path[path][0]
    return f"{source.path}:{rule.line}"


def serve(channel: Channel, child: Child) -> None:
    """Answer until the other side is gone."""
    while True:
        verb, seconds, *arguments = channel.receive()
        limits.wind(seconds)
        answer = _answer(child, verb, arguments)
        try:
            channel.send(answer)
        except ValueError as error:
            channel.send({"fault": "evaluation", "message": f"the answer is too large: {error}"})
        limits.wind(0)


def _answer(child: Child, verb: str, arguments: Sequence[Any]) -> Answer:
    try:
        return {"is": child.verbs[verb](*arguments)}
    except BundleError as error:
        return {"fault": "bundle", "faults": [(one.where, one.what) for one in error.faults], "hint": error.hint}
    except EvaluationError as error:
        return {"fault": "evaluation", "message": error.message}
    except RecursionError:
        return {"fault": "depth"}
    except MemoryError:
        return {"fault": "memory"}
    except Exception as error:  # noqa: BLE001 - the last resort: nobody reads a trace here
        return {"fault": "evaluation", "message": f"unexpected {type(error).__name__}: {error}"}


def main() -> None:
    """Serve the process that holds the other end of standard input."""
    channel = Channel(socket.socket(fileno=0))
    try:
        serve(channel, Child())
    except ClosedError:
        return
