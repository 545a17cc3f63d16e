"""Archives fetched before, by the digest of the bundle in them.

Nothing in it is believed: a bundle from here is loaded, measured and verified as one that was just fetched.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mlgate.policy.archive import LARGEST_ARCHIVE


@dataclass(frozen=True)
class Cache:
    """A folder with one archive per digest; it is made when the first is kept."""

    folder: Path

    def find(self, digest: str) -> bytes | None:
        """The archive kept under a digest; None where there is none that can be read."""
        try:
            with self._path(digest).open("rb") as file:
                return file.read(LARGEST_ARCHIVE)
        except OSError:
            return None

    def keep(self, digest: str, data: bytes) -> None:
        """Keep an archive, whole or not at all; a folder that may not be written is no fault."""
        path = self._path(digest)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh.write_bytes(data)
            fresh.replace(path)

    def _path(self, digest: str) -> Path:
        return self.folder / f"{digest.replace(':', '-')}.tar.gz"
