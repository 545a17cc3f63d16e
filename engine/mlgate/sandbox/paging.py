"""Pages of a list, with an opaque token that names the last item given."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence

from mlgate.sandbox.wire import Document, ServiceError

DEFAULT_PAGE = 10
"""Items on a page where the caller names no MaxResults. Background knowledge, not verified: SageMaker gives 10."""

Position = list[str | float]
"""What orders an item; unique, so a page starts after it even if items have come or gone since."""


def page(
    items: Sequence[Document], parameters: Document, position: Callable[[Document], Position]
) -> tuple[list[Document], str | None]:
    """The page that MaxResults, SortOrder and NextToken ask for, and the token of the next one."""
    descending = parameters.get("SortOrder") == "Descending"
    ordered = sorted(items, key=position, reverse=descending)
    if token := parameters.get("NextToken"):
        ordered = _after(token, ordered, position, descending=descending)
    size: int = parameters.get("MaxResults", DEFAULT_PAGE)
    more = len(ordered) > size
    return ordered[:size], _token(position(ordered[size - 1])) if more else None


def _token(position: Position) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode()


def _after(
    token: str, ordered: list[Document], position: Callable[[Document], Position], *, descending: bool
) -> list[Document]:
    """The items after the one that the token names; a token of another list is refused."""
    try:
        last: Position = json.loads(base64.urlsafe_b64decode(token))
        return [item for item in ordered if (position(item) < last if descending else position(item) > last)]
    except (ValueError, TypeError, binascii.Error) as error:
        raise ServiceError("ValidationException", "Invalid NextToken") from error
