"""From the words of a line to a request, and to the documents that go with it."""

from __future__ import annotations

from collections.abc import Sequence

from mlgate.cli.files import read
from mlgate.cli.words import Named
from mlgate.errors import UsageError
from mlgate.facts.attachment import Attachment
from mlgate.model.people import Actor
from mlgate.model.request import Request
from mlgate.model.subject import Subject
from mlgate.model.vocabulary import Stage


def transition(
    subject: Subject,
    to_stage: Stage,
    *,
    requester: Actor,
    reason: str | None = None,
    replaces: Subject | None = None,
    request_id: str | None = None,
) -> Request:
    """A request to move ``subject`` to ``to_stage``."""
    return Request(
        subject=subject.ref,
        to_stage=to_stage,
        check=None,
        requester=requester,
        reason=reason,
        replaces=replaces.ref if replaces else None,
        request_id=request_id,
    )


def attachments(named: Sequence[Named]) -> list[Attachment]:
    """The documents of ``--evidence TYPE=FILE``, read whole before anything is done with one of them."""
    if sum(one.value == "-" for one in named) > 1:
        raise UsageError("--evidence: standard input can be one document only", hint="name files for the others")
    found: list[Attachment] = []
    for one in named:
        data, source = read(one.value)
        attachment = Attachment(one.name, data, source)
        attachment.body()
        found.append(attachment)
    return found
