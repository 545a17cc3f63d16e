"""Which bundle a command of the workbench looks at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mlgate.cli.session import Session

if TYPE_CHECKING:
    from mlgate.policy.bundle import Bundle
    from mlgate.policy.files import Files
    from mlgate.settings import Settings

FORMS = "folder, file.tar.gz, git:REV[:FOLDER], s3://bucket/key, https://…"
"""What PATH may be."""


@dataclass(frozen=True)
class Chosen:
    """The name of a bundle, and the folder that it is seen from, under these settings."""

    name: str
    here: Path
    settings: Settings

    def load(self) -> Bundle:
        """The bundle, past every guard, in a worker: it may be anybody's. See `mlgate.policy.origin.load`."""
        from mlgate.compose import limits
        from mlgate.policy import origin
        from mlgate.policy.worker.engine import Foreign

        cache = origin.Cache(self.settings.policy.cache)
        foreign = Foreign(limits(self.settings))
        try:
            return origin.load(self.name, here=self.here, cache=cache, admit=foreign.admit)
        finally:
            if foreign.engine is not None:
                foreign.engine.close()

    def files(self, *, tests: bool = False) -> Files:
        """Its files, unchecked; see `mlgate.policy.origin.read`."""
        from mlgate.policy import origin

        return origin.read(self.name, here=self.here, tests=tests)


def chosen(session: Session, path: str | None) -> Chosen:
    """What was typed; else the bundle governance.toml names; else the folder ``policies`` here; else the shipped."""
    from mlgate.policy.origin.address import POLICIES
    from mlgate.settings import SHIPPED
    from mlgate.shipped import shipped

    settings = session.settings(required=False)
    if path is not None:
        return Chosen(path, Path.cwd(), settings)
    if settings.source is None and Path(POLICIES).is_dir():
        return Chosen(POLICIES, Path.cwd(), settings)
    name = settings.policy.bundle
    return Chosen(str(shipped(POLICIES)) if name == SHIPPED else name, settings.root, settings)
