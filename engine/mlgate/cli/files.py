"""Files that people name on the line; ``-`` is standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from mlgate.errors import UsageError

LIMIT = 32 * 1024 * 1024
"""Bytes; more than any document may have, so the parser says how long it is, and less than a machine can hold."""

STANDARD_INPUT = "standard input"


def read(name: str) -> tuple[bytes, str]:
    """The bytes, and what messages call the file. At most LIMIT of them are read."""
    if name == "-":
        return sys.stdin.buffer.read(LIMIT), STANDARD_INPUT
    path = Path(name)
    try:
        with path.open("rb") as file:
            return file.read(LIMIT), name
    except OSError as error:
        raise UsageError(
            f"{name}: cannot be read: {error.strerror or error}",
            hint="name a file that exists, or - for standard input",
        ) from error
    except ValueError as error:
        raise UsageError(f"{name!r}: not the name of a file: {error}", hint="name a file that exists") from error
