"""Where a bundle comes from: a folder, a file, a revision of git, S3, HTTPS.

A bundle is the same wherever it lies: its digest is of what it says (`Bundle.digest`), not of a file. So a digest can
be pinned before it is decided how the bundle travels, and what was fetched once need not be fetched again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mlgate.errors import IntegrityError, MlgateError, UsageError
from mlgate.policy import archive, files
from mlgate.policy.bundle import Bundle, admit
from mlgate.policy.files import Files
from mlgate.policy.origin import address
from mlgate.policy.origin.address import Address, File, Folder, Object, Revision, Url
from mlgate.policy.origin.cache import Cache as Cache


@dataclass(frozen=True)
class Pin:
    """What a bundle must be: of this digest, where one is given."""

    digest: str | None = None


ANY = Pin()


def load(
    name: str, *, here: Path, cache: Cache | None = None, pin: Pin = ANY, admit: Callable[[Files], Bundle] = admit
) -> Bundle:
    """The bundle that ``name`` names, seen from the folder ``here``; every guard is passed, and the pin held to.

    ``folder``, ``file.tar.gz``, ``git:REV[:FOLDER]``, ``s3://bucket/key`` or ``https://…``. What is fetched is kept in
    the cache, and a pinned digest that is there is not fetched again. Raises BundleError for what may not be loaded,
    FetchError where nothing is answered, IntegrityError for what is not as pinned, UsageError for a wrong name.
    ``admit`` is who checks the files.
    """
    place = address.parse(name, here)
    if not isinstance(place, Object | Url):
        return pinned(admit(_files(place)), place.name, pin)
    if cache is not None and pin.digest is not None and (kept := cache.find(pin.digest)) is not None:
        with suppress(MlgateError):  # what was kept and is not as pinned is as if it were not there
            return pinned(admit(_unpacked(kept, place)), place.name, pin)
    data = _packed(place)
    bundle = pinned(admit(_unpacked(data, place)), place.name, pin)
    if cache is not None:
        cache.keep(bundle.digest, data)
    return bundle


def read(name: str, *, here: Path, tests: bool = False) -> Files:
    """The files of the bundle that ``name`` names, unchecked; with their tests where asked for. Raises as `load`."""
    return _files(address.parse(name, here), tests=tests)


def packed(name: str, *, here: Path) -> bytes:
    """The archive that ``name`` names, as it is. Raises UsageError for what is no archive, else as `load`."""
    place = address.parse(name, here)
    if isinstance(place, Folder | Revision):
        raise UsageError(f"{place.name}: a folder carries no signature", hint="mlgate policy build    makes one file")
    return _packed(place)


def _files(place: Address, *, tests: bool = False) -> Files:
    if isinstance(place, Folder):
        return files.read(place.path, tests=tests)
    if isinstance(place, Revision):
        from mlgate.policy.origin import git  # noqa: PLC0415 - processes are started only for this

        return files.among(git.contents(place, tests=tests), place.name, tests=tests)
    return files.among(archive.read(_packed(place), place.name), place.name, tests=tests)


def _packed(place: File | Object | Url) -> bytes:
    if isinstance(place, File):
        return place.content()
    if isinstance(place, Object):
        from mlgate.policy.origin import s3  # noqa: PLC0415 - boto3 is imported only for this

        return s3.fetch(place)
    from mlgate.policy.origin import https  # noqa: PLC0415 - the network is only for those who name it

    return https.fetch(place)


def _unpacked(data: bytes, place: Address) -> Files:
    return files.among(archive.read(data, place.name), place.name)


def pinned(bundle: Bundle, name: str, pin: Pin) -> Bundle:
    """The bundle, if it is as pinned; else IntegrityError, which calls it ``name``."""
    if pin.digest not in {None, bundle.digest}:
        raise IntegrityError(
            f"the policies in {name} have digest {bundle.digest}, not the pinned {pin.digest}",
            hint="pin the digest you reviewed, or restore the policies",
        )
    return bundle
