"""What mlgate asks of a policy engine, and of the policies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pydantic import JsonValue

from mlgate.model.decision import EngineRef, Evaluation, PolicyRef
from mlgate.model.facts import Facts
from mlgate.model.lifecycle import Lifecycle


class Engine(Protocol):
    """One loaded bundle in one engine; used from one thread.

    Errors that may escape: EvaluationError (a query failed, or its result is undefined).
    """

    reference: EngineRef

    def query(self, document: bytes, paths: Sequence[str]) -> tuple[JsonValue, ...]:
        """Evaluate each ``data.…`` path with ``document`` (canonical JSON) as input; sets come back as sorted lists."""
        ...


class Policy(Protocol):
    """Policies loaded once, evaluated many times."""

    reference: PolicyRef

    @property
    def engine(self) -> EngineRef:
        """Which engine answers."""
        ...

    @property
    def lifecycle(self) -> Lifecycle:
        """The policy data that shapes facts (``data.config.lifecycle.facts``)."""
        ...

    @property
    def document(self) -> bytes:
        """The bundle whole, as canonical JSON: what ``reference.digest`` is the digest of, and what replay loads."""
        ...

    def evaluate(self, facts: Facts) -> Evaluation:
        """All that the applicable controls say about these facts; silence anywhere is EvaluationError."""
        ...
