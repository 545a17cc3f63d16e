"""Container images by digest: a tag can be moved to another image."""

from __future__ import annotations

import re

from mlgate.errors import Fault, InputError

_DIGEST = re.compile(r"(?:^|@)sha256:([0-9a-f]{64})$", re.IGNORECASE)


def image_digest(where: str, *names: str | None) -> str:
    """The one digest that the names of an image carry (``sha256:…`` or ``<repository>@sha256:…``); else InputError."""
    given = [name for name in names if name]
    digests = {match[1].lower() for match in map(_DIGEST.search, given) if match}
    if len(digests) > 1:
        raise InputError([Fault(where, f"{' and '.join(given)} are two images")], hint="register one of them")
    if not digests:
        raise InputError(
            [Fault(where, f"the image {given[-1] if given else ''!r} is named by a tag, which can be moved")],
            hint="register it with ImageDigest, or as <repository>@sha256:<digest>",
        )
    return f"sha256:{digests.pop()}"
