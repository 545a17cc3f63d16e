"""Which policies a command of the workbench looks at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mlgate.errors import UsageError

if TYPE_CHECKING:
    from mlgate.cli.session import Session

HERE = "policies"


def bundle_folder(session: Session, path: Path | None) -> Path:
    """The folder named, else the one that governance.toml names, else ``policies`` here; never the shipped one."""
    if path is not None:
        return path
    settings = session.settings(required=False)
    if settings.source is not None and settings.policy.bundle != "shipped":
        return Path(settings.policy.bundle)
    if not Path(HERE).is_dir():
        raise UsageError(
            "there is no folder policies here, and governance.toml names none",
            hint="mlgate init --policies    copies the shipped ones; or name a folder",
        )
    return Path(HERE)
