"""A folder of policies made ready to travel: one archive at one revision.

The archive holds what counts of the folder, byte for byte; only the revision in the manifest is set. Loaded, it gives
the same modules and data as the folder. The revision is part of what a digest is of, so the digest is the folder's
where the revision is.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, NamedTuple, cast

from mlgate.errors import UsageError
from mlgate.policy import archive, origin, signing
from mlgate.policy.bundle import Bundle, admit
from mlgate.policy.files import MANIFEST, Files
from mlgate.policy.origin import address, git
from mlgate.policy.origin.address import Folder, Revision
from mlgate.policy.signing import Claims
from mlgate.policy.signing.keys import Key

_LISTED = 3
_DIRTY = "-dirty"


class Release(NamedTuple):
    """The bundle, and the archive that it is loaded from."""

    bundle: Bundle
    archive: bytes


def build(found: Files, revision: str | None = None) -> Release:
    """The archive of these files, the same bytes for the same files and revision; BundleError for what is not loaded.

    Without ``revision`` the manifest's stays.
    """
    bundle = admit(found)
    texts = dict(found.texts)
    if revision not in {None, bundle.reference.revision}:
        manifest: dict[str, Any] = cast("dict[str, Any]", json.loads(texts[MANIFEST])) | {"revision": revision}
        texts[MANIFEST] = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        bundle = admit(found._replace(texts=texts))
    return Release(bundle, archive.write({name: text.encode() for name, text in texts.items()}))


def sign(data: bytes, name: str, key: Key, claims: Claims) -> Release:
    """An archive with a signature of all in it, verified; a signature that was there is replaced.

    What would not be loaded is not signed: BundleError.
    """
    bundle = origin.unpack(data, name)
    contents = archive.read(data, name)
    signed = contents | {signing.SIGNATURES: signing.sign(contents, key, claims)}
    trust = signing.Trust(key.public, lambda: claims.issued_at, claims.key_id, claims.scope)
    return Release(replace(bundle, signer=signing.verify(signed, name, trust)), archive.write(signed))


def revision(place: address.Address, found: Files, *, dirty: bool = False) -> str | None:
    """What git calls the state of a folder: a tag, or the last commit that changed it; None outside a repository.

    Raises UsageError where the files are not those of the commit; with ``dirty`` the name then ends in ``-dirty``.
    """
    if isinstance(place, Revision):
        return git.described(place)
    committed = git.head(place.path) if isinstance(place, Folder) else None
    if committed is None:
        return None
    changed = _changed(committed, found)
    if not changed:
        return git.described(committed)
    if not dirty:
        shown = ", ".join(changed[:_LISTED]) + (f" and {len(changed) - _LISTED} more" if len(changed) > _LISTED else "")
        hint = "commit first; or name a --revision, or say --dirty"
        raise UsageError(f"{found.where}: not what is committed: {shown}", hint=hint)
    return git.described(committed) + _DIRTY


def _changed(committed: Revision, found: Files) -> list[str]:
    then = git.contents(committed)
    now = {name: text.encode() for name, text in found.texts.items()}
    return sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))
