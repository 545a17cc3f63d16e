"""How files are called for readers elsewhere: relative to the root of the repository."""

from __future__ import annotations

from pathlib import Path


def repository(here: Path | None = None) -> Path:
    """The root of the git repository around a folder (else the current one); without one, the folder itself."""
    folder = (here or Path.cwd()).resolve()
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)


def relative(path: Path, root: Path) -> str:
    """A path below the root with slashes; elsewhere, the whole of it."""
    whole = path.resolve()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else whole.as_posix()
