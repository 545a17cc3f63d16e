"""Files that people name on the line; ``-`` is standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from mlgate.errors import UsageError

LIMIT = 4 * 1024 * 1024
"""Bytes; a JSON document longer than this is refused before it is read whole."""

STANDARD_INPUT = "standard input"


def read(name: str) -> tuple[bytes, str]:
    """The bytes, and what messages call the file. One byte over LIMIT is read, so that the parser can refuse it."""
    if name == "-":
        return sys.stdin.buffer.read(LIMIT + 1), STANDARD_INPUT
    path = Path(name)
    try:
        with path.open("rb") as file:
            return file.read(LIMIT + 1), name
    except OSError as error:
        raise UsageError(
            f"{name}: cannot be read: {error.strerror or error}",
            hint="name a file that exists, or - for standard input",
        ) from error
    except ValueError as error:
        raise UsageError(f"{name!r}: not the name of a file: {error}", hint="name a file that exists") from error
