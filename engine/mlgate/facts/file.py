"""Facts from a file."""

from __future__ import annotations

from pathlib import Path

from mlgate.errors import Fault, InputError
from mlgate.facts.parse import LARGEST_FACTS, parse
from mlgate.model.facts import Facts


def read(path: Path) -> Facts:
    """The facts in a file; raises InputError where it cannot be read or is not facts."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FACTS + 1)
    except OSError as error:
        raise InputError(
            [Fault(str(path), f"cannot be read: {error.strerror}")], hint="name a file with facts"
        ) from error
    return parse(data, str(path))
