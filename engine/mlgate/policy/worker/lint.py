"""The lint of a bundle that is not our own, in a worker: its modules are parsed, and some take for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mlgate.errors import BundleError, EvaluationError, Fault
from mlgate.policy import files
from mlgate.policy.files import Files
from mlgate.policy.lint import Excused, Finding, Report, lint
from mlgate.policy.worker.limits import Limits
from mlgate.policy.worker.process import OverrunError, Worker

SECONDS = 60
"""A lint reads everything several times; nobody waits at a gate for it."""


def linted(found: Files, limits: Limits, *, at_least: float = SECONDS) -> Report:
    """As `mlgate.policy.lint.lint`; raises BundleError naming the module that is not read within the limits.

    ``at_least`` is how many seconds there are, however few the limits name.
    """
    limits = Limits(max(limits.seconds, at_least), limits.megabytes)
    worker = Worker(limits)
    try:
        faults = [(fault.where, fault.what) for fault in found.faults]
        return from_plain(worker.ask("lint", found.where, dict(found.texts), faults))
    except OverrunError as error:
        raise BundleError([_culprit(found, limits, error.why)], hint="opa fmt, and less nesting, help") from None
    finally:
        worker.close()


def plain(where: str, texts: Mapping[str, str], faults: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The report on some files, as JSON: what the worker answers."""
    report = lint(Files(where, texts, tuple(Fault(place, what) for place, what in faults)))
    return {
        "findings": [tuple(finding) for finding in report.findings],
        "excused": [(tuple(one.finding), one.reason) for one in report.excused],
        "files": report.files,
    }


def from_plain(said: Mapping[str, Any]) -> Report:
    """A report that was written as JSON."""
    return Report(
        findings=tuple(Finding(*one) for one in said["findings"]),
        excused=tuple(Excused(Finding(*one), reason) for one, reason in said["excused"]),
        files=said["files"],
    )


def _culprit(found: Files, limits: Limits, why: str) -> Fault:
    """The first module that is not parsed within the limits by itself; else the bundle."""
    for name, text in files.modules(found).items():
        worker = Worker(limits)
        try:
            worker.ask("parse", name, text)
        except OverrunError as error:
            return Fault(f"{name}:1", f"to read it {error.why}")
        except EvaluationError:
            continue
        finally:
            worker.close()
    return Fault(found.where, f"to lint the bundle {why}")
