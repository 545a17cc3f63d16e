"""A bundle out of a commit: its blobs, read one by one, with nothing checked out and nothing converted.

``git archive`` would honour the attributes that a commit brings along (``export-subst``, ``export-ignore``), so that
the same tree could read differently; blobs cannot.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mlgate.errors import BundleError, Fault, MlgateError, UsageError
from mlgate.policy.files import LARGEST_BUNDLE, LARGEST_FILE, MOST_FILES, counts
from mlgate.policy.origin.address import Revision

_SECONDS = 60
_REGULAR = frozenset({"100644", "100755"})
_ALONE = ("--no-replace-objects", "--no-optional-locks")
_HINT = "git log --oneline    shows the revisions; the folder is seen from the repository's root"


class _Blob(NamedTuple):
    name: str
    mode: str
    id: str
    size: int


def contents(place: Revision, *, tests: bool = False) -> dict[str, bytes]:
    """Path → bytes of the files that count; raises UsageError for a revision or folder that is not there."""
    blobs = [blob for blob in _blobs(place) if counts(blob.name, tests=tests)]
    for blob in blobs:
        if blob.mode not in _REGULAR:
            raise BundleError([Fault(f"{place.name}/{blob.name}", "is a link; a bundle holds files")])
        if blob.size > LARGEST_FILE:
            raise BundleError([Fault(f"{place.name}/{blob.name}", f"is larger than {LARGEST_FILE} bytes")])
    if len(blobs) > MOST_FILES or sum(blob.size for blob in blobs) > LARGEST_BUNDLE:
        what = f"holds more than {MOST_FILES} policy files, or more than {LARGEST_BUNDLE} bytes of them"
        raise BundleError([Fault(place.name, what)])
    return dict(zip((blob.name for blob in blobs), _bodies(place, blobs), strict=True))


def head(folder: Path) -> Revision | None:
    """The folder as the commit at hand has it; None where it lies in no repository, or in one without commits."""
    if not any((above / ".git").exists() for above in (folder.absolute(), *folder.absolute().parents)):
        return None
    place = Revision(folder, "HEAD", ".")
    prefix = _git(place, "rev-parse", "--show-prefix").decode().strip().rstrip("/") or "."
    try:
        _commit(place)
    except UsageError:
        return None
    return Revision(folder, "HEAD", prefix)


def described(place: Revision) -> str:
    """The tag of the commit; else the last commit that changed the folder, by the tag before it or its id."""
    commit = _commit(place)
    with suppress(UsageError):
        return _said(place, "describe", "--tags", "--exact-match", commit)
    changed = _said(
        place, "rev-list", "-1", commit, "--", f":(top,literal){'' if place.folder == '.' else place.folder}"
    )
    return _said(place, "describe", "--tags", "--always", "--abbrev=12", changed or commit)


def _commit(place: Revision) -> str:
    """The id of the commit, in full."""
    return _said(place, "rev-parse", "--verify", "--quiet", f"{place.revision}^{{commit}}")


def _said(place: Revision, *arguments: str) -> str:
    return _git(place, *arguments).decode("utf-8", "replace").strip()


def _blobs(place: Revision) -> Iterator[_Blob]:
    tree = f"{_commit(place)}:{'' if place.folder == '.' else place.folder}"
    listing = _git(place, "ls-tree", "-r", "-z", "-l", "--full-tree", tree)
    for line in filter(None, listing.split(b"\0")):
        about, _, name = line.partition(b"\t")
        mode, kind, blob, size = about.decode("ascii").split()
        if kind == "blob":
            yield _Blob(name.decode("utf-8", "replace"), mode, blob, int(size))


def _bodies(place: Revision, blobs: Sequence[_Blob]) -> Iterator[bytes]:
    """One answer per blob asked for: a line ``id type size``, the content, a newline."""
    answer = _git(place, "cat-file", "--batch", asked="".join(f"{blob.id}\n" for blob in blobs).encode())
    at = 0
    for blob in blobs:
        start = answer.index(b"\n", at) + 1
        yield answer[start : start + blob.size]
        at = start + blob.size + 1


def _git(place: Revision, *arguments: str, asked: bytes = b"") -> bytes:
    line = ["git", *_ALONE, "-C", str(place.repository), *arguments]
    try:
        done = subprocess.run(line, input=asked, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - no shell, and options end before what people wrote
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MlgateError(f"{place.name}: git: {error}", hint="a git: bundle needs git on PATH") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        what = said[0].removeprefix("fatal: ") if said else "there is no such revision"
        raise UsageError(f"{place.name}: {what}", hint=_HINT)
    return done.stdout
