"""Signatures of bundles, as OPA has them: one JWT in ``.signatures.json`` that lists every file with its hash.

What OPA signs is verified here and the other way round. Beyond what OPA asks for: a signature that has expired or was
made in the future does not count, and weak hashes do not.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import jwt

from mlgate.errors import BundleError, Fault, IntegrityError
from mlgate.policy.signing import hashing
from mlgate.policy.signing.keys import Key

SIGNATURES = ".signatures.json"
_HASH = "SHA-256"
_SKEW = timedelta(minutes=5)
"""How far the clock of a signer may be ahead of ours."""

_LARGEST_NAME = 256
_UNSIGNED = "mlgate policy sign    signs it"
_ASK = "do not use it; ask whoever published it"


@dataclass(frozen=True)
class Signer:
    """Who signed a bundle, as its signature proves it: the key by its fingerprint, what the token says besides."""

    fingerprint: str
    algorithm: str
    key_id: str | None
    scope: str | None
    issued_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True)
class Trust:
    """Whose signature counts: the key, the id it must be called by where one is given, the scope, and the time."""

    key: Key
    now: Callable[[], datetime]
    key_id: str | None = None
    scope: str | None = None


@dataclass(frozen=True)
class Claims:
    """What a signature says besides the files; times are aware."""

    issued_at: datetime
    expires_at: datetime | None = None
    key_id: str | None = None
    scope: str | None = None


def sign(files: Mapping[str, bytes], key: Key, claims: Claims) -> bytes:
    """The ``.signatures.json`` of these files, path → content; one that is among them is left out."""
    listed = [_listed(name, files[name]) for name in sorted(files) if name != SIGNATURES]
    payload: dict[str, Any] = {"files": listed, "iat": int(claims.issued_at.timestamp())}
    payload |= {"exp": int(claims.expires_at.timestamp())} if claims.expires_at else {}
    payload |= {"keyid": claims.key_id} if claims.key_id else {}
    payload |= {"scope": claims.scope} if claims.scope else {}
    headers = {"kid": claims.key_id} if claims.key_id else None
    token = jwt.encode(payload, key.key, algorithm=key.algorithm, headers=headers)
    return json.dumps({"signatures": [token]}).encode()


def _listed(name: str, content: bytes) -> dict[str, str]:
    found = hashing.measured(name, content, _HASH)
    if found is None:
        raise BundleError([Fault(name, "can be read in two ways, so it cannot be signed")])
    return {"name": name, "hash": found, "algorithm": _HASH}


def verify(files: Mapping[str, bytes], name: str, trust: Trust) -> Signer:
    """Who signed these files; raises IntegrityError, which calls the bundle ``name``, where trust is not met."""
    header, payload = _decoded(_token(files, name), name, trust.key)
    signer = _signer(header, payload, name, trust.key)
    _check_claims(signer, name, trust)
    _check_files(files, payload.get("files"), name)
    return signer


def _token(files: Mapping[str, bytes], name: str) -> str:
    if SIGNATURES not in files:
        raise IntegrityError(f"{name}: is not signed", hint=_UNSIGNED)
    try:
        document = json.loads(files[SIGNATURES])
    except (ValueError, RecursionError):
        document = None
    match document:
        case {"signatures": [str(token)], **rest} if rest.get("plugin", "") in {"", "_default"}:
            return token
        case _:
            raise IntegrityError(f"{name}: {SIGNATURES} does not hold one signature", hint=_ASK)


def _decoded(token: str, name: str, key: Key) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Header and payload of a token that the key signed with its algorithm, whatever the token says of either."""
    checks = {f"verify_{claim}": False for claim in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")}
    try:
        whole = jwt.decode_complete(token, key.key, algorithms=[key.algorithm], options=cast("Any", checks))
    except jwt.InvalidAlgorithmError:
        raise IntegrityError(f"{name}: is not signed with {key.algorithm}, which the key is for", hint=_ASK) from None
    except jwt.InvalidSignatureError:
        raise IntegrityError(f"{name}: was not signed by this key, or was altered", hint=_ASK) from None
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise IntegrityError(f"{name}: the signature is not a token that can be read", hint=_ASK) from None
    return whole["header"], whole["payload"]


def _signer(header: Mapping[str, Any], payload: Mapping[str, Any], name: str, key: Key) -> Signer:
    ids = {value for value in (header.get("kid"), payload.get("keyid")) if value is not None}
    scope = payload.get("scope")
    if len(ids) > 1 or not all(isinstance(value, str) for value in (*ids, scope or "")):
        raise IntegrityError(f"{name}: the signature names its key or its scope in two ways", hint=_ASK)
    return Signer(
        fingerprint=key.fingerprint,
        algorithm=key.algorithm,
        key_id=next(iter(ids), None) or None,
        scope=scope or None,
        issued_at=_moment(payload, "iat", name),
        expires_at=_moment(payload, "exp", name),
    )


def _moment(payload: Mapping[str, Any], claim: str, name: str) -> datetime | None:
    seconds = payload.get(claim)
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(math.nan if isinstance(seconds, bool) else seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise IntegrityError(f"{name}: the {claim} of the signature is not a time", hint=_ASK) from None


def _check_claims(signer: Signer, name: str, trust: Trust) -> None:
    now = trust.now()
    if signer.expires_at is not None and now >= signer.expires_at:
        hint = "ask whoever published it for a newer signature"
        raise IntegrityError(f"{name}: the signature expired on {signer.expires_at:%d %b %Y %H:%M} UTC", hint=hint)
    if signer.issued_at is not None and signer.issued_at > now + _SKEW:
        hint = "check the clock of this machine, and of the one that signed"
        raise IntegrityError(f"{name}: was signed in the future, {signer.issued_at:%d %b %Y %H:%M} UTC", hint=hint)
    for what, found, wanted in (("key id", signer.key_id, trust.key_id), ("scope", signer.scope, trust.scope)):
        if found != wanted and not (what == "key id" and wanted is None):
            raise IntegrityError(
                f"{name}: the {what} of the signature is {_said(found)}, not {_said(wanted)}", hint=_ASK
            )


def _said(value: str | None) -> str:
    return "none" if value is None else repr(value[:_LARGEST_NAME])


def _check_files(files: Mapping[str, bytes], listed: Any, name: str) -> None:
    """Exactly the files listed, each with its hash."""
    left = set(files) - {SIGNATURES}
    for item in cast("Sequence[Any]", listed) if isinstance(listed, list) else ():
        path, digest, algorithm = _entry(item, name)
        if path not in left:
            raise IntegrityError(f"{name}: {path[:_LARGEST_NAME]} was signed, and is not in it", hint=_ASK)
        left.remove(path)
        if algorithm not in hashing.ALGORITHMS:
            raise IntegrityError(
                f"{name}: {path} was signed by a hash that is not accepted, {algorithm[:20]}", hint=_ASK
            )
        if hashing.measured(path, files[path], algorithm) != digest.lower():
            raise IntegrityError(f"{name}: {path} was altered after it was signed", hint=_ASK)
    if left:
        raise IntegrityError(f"{name}: {min(left)} is in it and was not signed", hint=_ASK)


def _entry(item: Any, name: str) -> tuple[str, str, str]:
    match item:
        case {"name": str(path), "hash": str(digest), "algorithm": str(algorithm)}:
            return path.removeprefix("/"), digest, algorithm
        case _:
            raise IntegrityError(f"{name}: the signature lists something that is not a file", hint=_ASK)
