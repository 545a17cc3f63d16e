"""One tree of errors; each knows its exit code and what to do about it.

Exit codes: 2 bad usage, input or configuration; 3 engine, infrastructure or clock; 6 integrity, bypass,
or a grant refused because something else changed the registry. A rejection is a result, never an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: ``where`` names the place (file, line, field), ``what`` says what is wrong there."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class MlgateError(Exception):
    """What mlgate refuses or fails at; ``hint`` is the one line that says what to do."""

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(MlgateError):
    """The request itself is wrong: words, input, configuration. Nothing was changed."""

    exit_code = 2


class InputError(UsageError):
    """A document is not what it should be; every fault found is listed, each with its place."""

    def __init__(self, faults: Iterable[Fault], *, hint: str = "") -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults), hint=hint)


class ConfigError(UsageError):
    """The configuration or the directory cannot be used as it is."""


class NotFoundError(UsageError):
    """What the request names does not exist."""


class BundleError(UsageError):
    """The policy bundle could turn a decision silently, so it is not loaded."""

    def __init__(self, faults: Iterable[Fault], *, hint: str = "") -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults), hint=hint)


class NotInForceError(UsageError):
    """The bundle, directory or registry in use is not the one in force: good for ``check`` only."""


class RequestReusedError(UsageError):
    """The request id was used before for a request with other content."""


class StaleVoteError(UsageError):
    """The digest a voter saw is no longer the digest of the subject."""


class FetchError(MlgateError):
    """A bundle could not be fetched: no answer, or an answer that is no bundle."""


class EvaluationError(MlgateError):
    """The policy engine failed, or gave no answer where one is owed."""


class ClockError(MlgateError):
    """The time is not to be trusted: away from the trusted clock, or before the last entry read."""


class TableError(MlgateError):
    """The governance table could not be read or written."""


class TableLockedError(TableError):
    """Another process held the table for longer than the wait allowed."""


class ConflictError(TableError):
    """Something the commit was based on has changed since it was read; nothing was written."""


class RegistryError(MlgateError):
    """The model registry failed or did not answer; whether a write took effect may be unknown."""


class RegistryUnreachableError(RegistryError):
    """No answer: the outcome of a write is unknown until the registry is read again."""


class RegistryThrottledError(RegistryError):
    """The registry asked for fewer calls; the write did not happen."""


class RegistryRefusedError(RegistryError):
    """The registry said no (permission, validation, conflict); the write did not happen."""


class IntegrityError(MlgateError):
    """A record does not verify, or something passed around the gate."""

    exit_code = 6
