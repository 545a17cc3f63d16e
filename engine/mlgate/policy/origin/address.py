"""The name of a bundle as people write it → the kind of place it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from mlgate.errors import BundleError, Fault, UsageError
from mlgate.policy.archive import LARGEST_ARCHIVE

POLICIES = "policies"
"""The folder of a repository that a revision means where it names none."""

_HINT = "name a folder, a file .tar.gz, git:REV[:FOLDER], s3://bucket/key or https://…"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine."""

    path: Path

    @property
    def name(self) -> str:
        """How messages call it."""
        return str(self.path)


@dataclass(frozen=True, slots=True)
class File:
    """An archive on this machine."""

    path: Path

    @property
    def name(self) -> str:
        """How messages call it."""
        return str(self.path)

    def content(self) -> bytes:
        """Its bytes; raises BundleError where there are none to read, or too many."""
        try:
            with self.path.open("rb") as file:
                data = file.read(LARGEST_ARCHIVE + 1)
        except OSError as error:
            raise BundleError([Fault(self.name, f"cannot be read: {error.strerror}")], hint=_HINT) from None
        if len(data) > LARGEST_ARCHIVE:
            raise BundleError([Fault(self.name, f"is larger than {LARGEST_ARCHIVE} bytes")])
        return data


@dataclass(frozen=True, slots=True)
class Revision:
    """A folder of a commit, in the git repository that ``repository`` lies in."""

    repository: Path
    revision: str
    folder: str

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"git:{self.revision}:{self.folder}"


@dataclass(frozen=True, slots=True)
class Object:
    """An archive in S3."""

    bucket: str
    key: str

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"s3://{self.bucket}/{self.key}"


@dataclass(frozen=True, slots=True)
class Url:
    """An archive behind https; plain http on this machine alone. What follows ``?`` may be secret and is not shown."""

    url: str

    @property
    def name(self) -> str:
        """How messages call it."""
        return self.url.partition("?")[0]


Address = Folder | File | Revision | Object | Url


def parse(name: str, here: Path) -> Address:
    """The place that a name means, seen from the folder ``here``. Raises UsageError, BundleError for no such path."""
    if name.startswith("git:"):
        return _revision(name, here)
    if name.startswith("s3://"):
        return _object(name)
    if name.startswith(("https://", "http://")):
        return url(name)
    if _SCHEME.match(name):
        raise UsageError(f"{name.partition(':')[0]}:// is not a place that bundles come from", hint=_HINT)
    return _path(name, here)


def url(text: str) -> Url:
    """An https URL, or one of http on this machine; raises UsageError for any other."""
    shown = text.partition("?")[0]
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"{shown} is not a URL: {error}", hint=_HINT) from None
    if not host or not text.isascii() or any(character.isspace() for character in text):
        raise UsageError(f"{shown!r} is not a URL", hint=_HINT)
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"the URL of a bundle on {host} holds a name or a password", hint="a configuration is not a safe; use s3://"
        )
    if parts.scheme != "https" and not _is_plain_and_near(parts):
        raise UsageError(f"{shown} is neither https nor on this machine", hint="use https")
    return Url(text.partition("#")[0])


def is_loopback(host: str) -> bool:
    """Whether a host is this machine for certain."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_plain_and_near(parts: SplitResult) -> bool:
    return parts.scheme == "http" and is_loopback(parts.hostname or "")


def _path(name: str, here: Path) -> Folder | File:
    try:
        path = here / Path(name).expanduser()
        if path.is_file():
            return File(path)
        if path.is_dir():
            return Folder(path)
    except (ValueError, RuntimeError) as error:
        raise UsageError(f"{name!r} is not a path: {error}", hint=_HINT) from None
    raise BundleError([Fault(str(path), "there is no policy bundle here")], hint=_HINT)


def _revision(name: str, here: Path) -> Revision:
    revision, _, folder = name.removeprefix("git:").partition(":")
    folder = (folder or POLICIES).removeprefix("./").rstrip("/") or "."
    if not revision or revision.startswith("-") or not revision.isprintable() or "\\" in folder:
        raise UsageError(f"{name!r} names no revision", hint="for example git:v2026.11 or git:HEAD~1:policies")
    if folder.startswith("/") or ".." in folder.split("/") or not folder.isprintable():
        raise UsageError(f"{name!r} leads out of the repository", hint="the folder is seen from the repository's root")
    return Revision(here, revision, folder)


def _object(name: str) -> Object:
    bucket, _, key = name.removeprefix("s3://").partition("/")
    if not _BUCKET.fullmatch(bucket) or not key or key.endswith("/") or not key.isprintable():
        raise UsageError(f"{name!r} is not s3://bucket/key", hint="for example s3://policies/2026.11.1.tar.gz")
    return Object(bucket, key)
