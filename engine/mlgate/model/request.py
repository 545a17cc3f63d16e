"""What is asked for: one move, or one check in place."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import model_validator

from mlgate.canonical import digest
from mlgate.model.people import Actor
from mlgate.model.value import RequestId, SubjectRef, Text, Value
from mlgate.model.vocabulary import Stage


class Request(Value):
    """A stage transition (``to_stage``) or a check in place (``check``), never both, asked by ``requester``.

    ``digest()`` tells whether the same ``request_id`` asks for the same thing again.
    """

    subject: SubjectRef
    to_stage: Stage | None
    check: Literal["MON", "BG"] | None
    requester: Actor
    reason: Text | None
    replaces: SubjectRef | None
    request_id: RequestId | None

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> Self:
        if (self.to_stage is None) == (self.check is None):
            raise ValueError("a request asks either for a stage or for a check, exactly one of them")
        return self

    def body(self) -> dict[str, Any]:
        """The document its digest is computed from: everything but the id."""
        return self.model_dump(mode="json", exclude={"request_id"})

    def digest(self) -> str:
        """SHA-256 of the canonical body."""
        return digest(self.body())
