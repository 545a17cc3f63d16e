"""Wait until something changes in a folder of policies."""

from __future__ import annotations

import os
import time
from pathlib import Path

from mlgate.policy.files import counts

_SECONDS = 0.3

Stamp = frozenset[tuple[str, int, int]]


def stamp(folder: Path) -> Stamp:
    """Path, time and size of every file that a bundle and its tests are made of."""
    found: set[tuple[str, int, int]] = set()
    for path, _, names in os.walk(folder):
        for name in names:
            file = Path(path, name)
            if counts(file.relative_to(folder).as_posix(), tests=True) and file.exists():
                about = file.stat()
                found.add((str(file), about.st_mtime_ns, about.st_size))
    return frozenset(found)


def changed(folder: Path, before: Stamp) -> Stamp:
    """The stamp of the folder once it is another and stays so for a moment: files are not written at one stroke."""
    last = before
    while (now := stamp(folder)) == before or now != last:
        last = now
        time.sleep(_SECONDS)
    return now
