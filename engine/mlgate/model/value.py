"""The base of every value and the scalar types they share."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

_TIMESTAMP = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$"
YEARS = range(1800, 2260)
"""What policies can compare: they count nanoseconds from 1970 in 64 bits."""


class Value(BaseModel):
    """Frozen, strict, unknown fields refused. ``document()`` is its JSON form."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True, allow_inf_nan=False)

    def document(self) -> dict[str, Any]:
        """The JSON form: plain dicts, lists, strings, numbers."""
        return self.model_dump(mode="json")


def instant(timestamp: str) -> datetime:
    """The aware datetime of an RFC 3339 timestamp."""
    return datetime.fromisoformat(timestamp)


def timestamp(moment: datetime) -> str:
    """The RFC 3339 form in UTC, to the microsecond only where there is a fraction; ``moment`` is aware."""
    text = moment.astimezone(UTC).isoformat()
    return text.replace("+00:00", "Z")


def _real_moment(text: str) -> str:
    try:
        moment = instant(text)
    except ValueError as error:
        raise ValueError(f"is not a date and time that exists: {error}") from error
    if moment.year not in YEARS:
        raise ValueError(f"is not between the years {YEARS.start} and {YEARS.stop - 1}")
    return text


Timestamp = Annotated[str, StringConstraints(pattern=_TIMESTAMP), AfterValidator(_real_moment)]
"""RFC 3339 with seconds and a zone, kept as written: ``2026-11-12T09:00:00Z``."""

Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
PersonId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@/-]*$")]
Role = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
ControlId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,5}-\d{3}$")]
EvidenceType = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
RequestId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}$")]
Text = Annotated[str, StringConstraints(max_length=4096)]

SUBJECT_PATTERN = re.compile(
    r"^(?:use-case/(?P<use_case>[A-Za-z0-9][A-Za-z0-9._-]{0,62})"
    r"|model/(?P<group>[a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,62})/(?P<version>[1-9][0-9]{0,8}))$"
)
SubjectRef = Annotated[
    str,
    StringConstraints(
        pattern=r"^(use-case/[A-Za-z0-9][A-Za-z0-9._-]{0,62}|model/[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}/[1-9][0-9]{0,8})$"
    ),
]
"""``use-case/<id>`` or ``model/<group>/<version>``; a group is named as SageMaker names it."""
