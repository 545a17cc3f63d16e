"""A bundle that was written or verified: what to say of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlgate.cli.output import terminal
from mlgate.errors import UsageError

if TYPE_CHECKING:
    from mlgate.policy.release import Release
    from mlgate.policy.signing import Signer


def write(path: Path, data: bytes) -> None:
    """Write a file whole, or leave the one that is there."""
    fresh = path.with_name(f".{path.name}.part")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UsageError(
            f"{path}: cannot be written: {error.strerror or error}", hint="choose another place"
        ) from error


def card(title: str, release: Release) -> str:
    """Name, revision, digest of the policies, digest of the file, and whose signature it bears."""
    from mlgate.canonical import digest_bytes
    from mlgate.cli.render import rows

    bundle = release.bundle
    fields = [
        ("revision", bundle.reference.revision),
        ("digest", bundle.digest),
        ("file", digest_bytes(release.archive)),
        *(_signature(bundle.signer) if bundle.signer else ()),
    ]
    return rows.card(title, fields, terminal())


def document(title: str, release: Release) -> dict[str, Any]:
    """The same as JSON; moments in RFC 3339."""
    from mlgate.canonical import digest_bytes

    bundle = release.bundle
    signer = asdict(bundle.signer) if bundle.signer else None
    return {
        "bundle": title,
        "revision": bundle.reference.revision,
        "digest": bundle.digest,
        "file": digest_bytes(release.archive),
        "signer": {key: _plain(value) for key, value in signer.items()} if signer else None,
    }


def _plain(value: str | datetime | None) -> str | None:
    return value.isoformat() if isinstance(value, datetime) else value


def _signature(signer: Signer) -> list[tuple[str, str]]:
    from mlgate.cli.render.report import moment

    return [
        ("signed by", signer.fingerprint or "a shared secret"),
        ("algorithm", signer.algorithm),
        ("key id", signer.key_id or ""),
        ("scope", signer.scope or ""),
        ("signed at", moment(signer.issued_at.isoformat()) if signer.issued_at else "not said"),
        ("expires", moment(signer.expires_at.isoformat()) if signer.expires_at else "never"),
    ]
