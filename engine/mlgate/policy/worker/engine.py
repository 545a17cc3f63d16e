"""A bundle that is not our own, loaded and asked in a worker; what goes wrong there is one error that names a rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import JsonValue

from mlgate.errors import BundleError, EvaluationError, Fault
from mlgate.model.decision import EngineRef
from mlgate.policy import files, prepared, regorus
from mlgate.policy.bundle import Bundle
from mlgate.policy.catalogue import Catalogue
from mlgate.policy.files import Files
from mlgate.policy.worker.limits import Limits
from mlgate.policy.worker.process import HINT, OverrunError, Worker

_SLOWER = "a limit of time is one answer's: [policy] timeout_seconds"


class Foreign:
    """Takes in a bundle that may hold anything; ``engine`` is the worker that holds the last one, once there is one."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.engine: WorkerEngine | None = None

    def admit(self, found: Files) -> Bundle:
        """As `mlgate.policy.bundle.admit`, in a worker; not to load within the limits is a fault too."""
        self.engine = WorkerEngine(found, self._limits)
        return self.engine.bundle


class WorkerEngine:
    """One loaded bundle in one worker, started anew after an overrun. Raises BundleError as `Foreign.admit`."""

    def __init__(self, found: Files, limits: Limits) -> None:
        self.reference: EngineRef = regorus.reference()
        self._files, self._limits = found, limits
        self._document = b""
        self._worker, self.bundle = self._loaded()

    @property
    def pid(self) -> int:
        """The worker's process, for now."""
        return self._worker.pid

    def query(self, document: bytes, paths: Sequence[str]) -> tuple[JsonValue, ...]:
        """The value of each rule with ``document`` as input; all are asked at once.

        Where that fails, they are asked one by one, so that the EvaluationError names the first that fails by itself.
        """
        try:
            return self._asked(document, paths)
        except OverrunError as error:
            self._restart()
            raise self._culprit(document, paths, error.why) from None
        except EvaluationError as error:
            raise self._culprit(document, paths, error.message) from None

    def close(self) -> None:
        """End the worker."""
        self._worker.close()

    def _asked(self, document: bytes, paths: Sequence[str]) -> tuple[JsonValue, ...]:
        is_new = document != self._document
        values: list[JsonValue] = self._worker.ask("ask", document.decode() if is_new else None, list(paths))
        self._document = document
        return tuple(values)

    def _culprit(self, document: bytes, paths: Sequence[str], why: str) -> EvaluationError:
        """The first rule that fails by itself: of those asked, then of those that it rests on."""
        for path in paths:
            if self._failure(document, path):
                for inner, place in self._worker.ask("below", path):
                    if failure := self._failure(document, inner):
                        return EvaluationError(f"{place}: {inner} {failure}", hint=HINT)
        return EvaluationError(f"{len(paths)} rules asked together: {why}", hint=f"{HINT}; {_SLOWER}")

    def _failure(self, document: bytes, path: str) -> str:
        """What happens when this rule is asked alone, completing "it …"; empty where it answers."""
        try:
            self._asked(document, [path])
        except OverrunError as error:
            self._restart()
            return error.why
        except EvaluationError as error:
            return f"fails: {error.message}"
        return ""

    def _restart(self) -> None:
        self._worker.close()
        self._document = b""
        self._worker, self.bundle = self._loaded()

    def _loaded(self) -> tuple[Worker, Bundle]:
        worker = Worker(self._limits)
        try:
            bundle = _bundle(worker.ask("admit", self._files.where, dict(self._files.texts), _plain(self._files)))
            worker.ask("start")
        except OverrunError as error:
            raise BundleError([self._unreadable(error.why)], hint=HINT) from None
        except BaseException:
            worker.close()
            raise
        return worker, bundle

    def _unreadable(self, why: str) -> Fault:
        """The first module that does not parse within the limits; else the bundle whole."""
        worker = Worker(self._limits)
        for name, text in files.modules(self._files).items():
            try:
                worker.ask("parse", name, text)
            except OverrunError as error:
                return Fault(f"{name}:1", f"to read it {error.why}")
            except EvaluationError:
                continue
        worker.close()
        return Fault(self._files.where, f"to load the bundle {why}")


def _bundle(parts: Any) -> Bundle:
    controls = Catalogue([prepared.from_plain(plain) for plain in parts["controls"]])
    return Bundle(parts["manifest"], dict(sorted(parts["modules"].items())), parts["data"], controls)


def _plain(found: Files) -> list[tuple[str, str]]:
    return [(fault.where, fault.what) for fault in found.faults]
