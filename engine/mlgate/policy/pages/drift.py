"""Pages on disk against pages as they should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from mlgate.errors import Fault, UsageError
from mlgate.policy.pages.render import MARK


def drift(pages: Mapping[str, str], folder: Path) -> tuple[Fault, ...]:
    """Every page that is not there, says something else, or belongs to no control any more."""
    return tuple(_drift(pages, folder))


def _drift(pages: Mapping[str, str], folder: Path) -> Iterator[Fault]:
    for name, text in pages.items():
        found = _text(folder / name)
        if found is None:
            yield Fault(str(folder / name), "is not there")
        elif found != text:
            yield Fault(f"{folder / name}:{_first(found, text)}", "says something else than the policies do")
    for path in _orphans(pages, folder):
        yield Fault(str(path), "belongs to no control of this bundle")


def write(pages: Mapping[str, str], folder: Path) -> tuple[Path, ...]:
    """Make the folder hold these pages; the paths written or removed. Files that are not ours stay.

    Raises UsageError where a page would replace a file that somebody wrote by hand, or cannot be written.
    """
    changed = [folder / name for name, text in pages.items() if _text(folder / name) != text]
    for path in changed:
        found = _text(path)
        if found is not None and not found.startswith(MARK):
            raise UsageError(
                f"{path}: was not written by mlgate policy docs, so it stays", hint="move it, or choose another --out"
            )
    gone = list(_orphans(pages, folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in changed:
            path.write_text(pages[path.name], encoding="utf-8", newline="\n")
        for path in gone:
            path.unlink()
    except OSError as error:
        raise UsageError(
            f"{error.filename or folder}: cannot be written: {error.strerror}", hint="choose another --out"
        ) from error
    return (*changed, *gone)


def _orphans(pages: Mapping[str, str], folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("*.md")):
        if path.name not in pages and (_text(path) or "").startswith(MARK):
            yield path


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}", hint="choose another --out") from error


def _first(found: str, text: str) -> int:
    """The first line that differs, counting from 1."""
    pairs = zip(found.split("\n"), text.split("\n"), strict=False)
    return next((number for number, (a, b) in enumerate(pairs, 1) if a != b), 1 + text.count("\n"))
