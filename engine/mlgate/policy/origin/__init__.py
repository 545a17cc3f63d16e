"""Where a bundle comes from: a folder, a file, a revision of git, S3, HTTPS.

A bundle is the same wherever it lies: its digest is of what it says (`Bundle.digest`), not of a file. So a digest can
be pinned before it is decided how the bundle travels, and what was fetched once need not be fetched again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mlgate.errors import BundleError, IntegrityError, MlgateError, UsageError
from mlgate.policy import archive, files
from mlgate.policy.bundle import Bundle, admit
from mlgate.policy.files import Files
from mlgate.policy.origin import address
from mlgate.policy.origin.address import Address, File, Folder, Object, Revision, Url
from mlgate.policy.origin.cache import Cache as Cache

if TYPE_CHECKING:
    from mlgate.policy.signing import Trust


@dataclass(frozen=True)
class Pin:
    """What a bundle must be: of this digest, signed by this key, reaching over these roots; each where it is given."""

    digest: str | None = None
    trust: Trust | None = None
    roots: frozenset[str] | None = None


ANY = Pin()

_PACK = "mlgate policy build    makes one file of it, mlgate policy sign    signs that"
_ROOTS = "do not use it; ask whoever published it what it is for"


Admission = Callable[[Files], Bundle]
"""Who checks the files of a bundle: `mlgate.policy.bundle.admit`, or a worker that may not take long."""


def load(name: str, *, here: Path, cache: Cache | None = None, pin: Pin = ANY, admit: Admission = admit) -> Bundle:
    """The bundle that ``name`` names, seen from the folder ``here``; every guard is passed, and the pin held to.

    ``folder``, ``file.tar.gz``, ``git:REV[:FOLDER]``, ``s3://bucket/key`` or ``https://…``. What is fetched is kept in
    the cache, and a pinned digest that is there is not fetched again. Raises BundleError for what may not be loaded,
    FetchError where nothing is answered, IntegrityError for what is not as pinned, UsageError for a wrong name.
    ``admit`` is who checks the files.
    """
    place = address.parse(name, here)
    if isinstance(place, Folder | Revision):
        if pin.trust is not None:
            raise IntegrityError(f"{place.name}: is a folder, and a folder cannot be signed", hint=_PACK)
        return pinned(admit(_files(place)), place.name, pin)
    if isinstance(place, File):
        return unpack(_packed(place), place.name, pin, admit=admit)
    if cache is not None and pin.digest is not None and (kept := cache.find(pin.digest)) is not None:
        with suppress(MlgateError):  # what was kept and is not as pinned is as if it were not there
            return unpack(kept, place.name, pin, admit=admit)
    data = _packed(place)
    bundle = unpack(data, place.name, pin, admit=admit)
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
        raise UsageError(f"{place.name}: a folder carries no signature", hint=_PACK)
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


def unpack(data: bytes, name: str, pin: Pin = ANY, *, admit: Admission = admit) -> Bundle:
    """The bundle in an archive; every guard is passed, and the pin held to. Raises BundleError, IntegrityError."""
    contents = archive.read(data, name)
    if pin.trust is None:
        return pinned(admit(files.among(contents, name)), name, pin)
    from mlgate.policy import signing  # noqa: PLC0415 - cryptography is only for those who ask for a signature

    signer = signing.verify(contents, name, pin.trust)
    return replace(pinned(_inside(contents, name, admit), name, pin), signer=signer)


def _inside(contents: Mapping[str, bytes], name: str, admit: Admission) -> Bundle:
    """What was signed; that it reaches outside its roots is then more than a mistake of somebody's draft."""
    try:
        return admit(files.among(contents, name))
    except BundleError as error:
        from mlgate.policy.guard import OUTSIDE  # noqa: PLC0415 - what was prepared needs no guards

        outside = [fault for fault in error.faults if fault.what.endswith(OUTSIDE)]
        if not outside:
            raise
        raise IntegrityError(f"{name}: {outside[0]}", hint=_ROOTS) from None


def pinned(bundle: Bundle, name: str, pin: Pin) -> Bundle:
    """The bundle, if it is as pinned; else IntegrityError, which calls it ``name``."""
    if pin.digest not in {None, bundle.digest}:
        raise IntegrityError(
            f"the policies in {name} have digest {bundle.digest}, not the pinned {pin.digest}",
            hint="pin the digest you reviewed, or restore the policies",
        )
    roots = set(bundle.manifest["roots"])
    if pin.roots not in {None, frozenset(roots)}:
        wanted = ", ".join(sorted(pin.roots or ()))
        raise IntegrityError(f"{name}: the roots are {', '.join(sorted(roots))}, not {wanted}", hint=_ROOTS)
    return bundle
