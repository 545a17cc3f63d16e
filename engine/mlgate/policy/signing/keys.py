"""Keys from PEM files: what kind each is, and which algorithms that kind signs with.

The algorithm follows from the key and from who calls, never from what is verified; a secret is a key only to somebody
who asked for HMAC by name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from mlgate.errors import UsageError

ALGORITHMS: Mapping[str, tuple[str, ...]] = {
    "RSA": ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    "EC P-256": ("ES256",),
    "EC P-384": ("ES384",),
    "EC P-521": ("ES512",),
    "Ed25519": ("EdDSA",),
    "secret": ("HS256", "HS384", "HS512"),
}
"""Kind of key → the algorithms it signs with; the first where none is asked for, as with ``opa sign``."""

NAMES = tuple(name for names in ALGORITHMS.values() for name in names)
HMAC = ALGORITHMS["secret"]

LEAST_RSA_BITS = 2048

_LARGEST = 64 * 1024
_CURVES = {"secp256r1": "EC P-256", "secp384r1": "EC P-384", "secp521r1": "EC P-521"}

_PublicTypes = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey
_PrivateTypes = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


class _Material(NamedTuple):
    kind: str
    key: Any
    fingerprint: str


@dataclass(frozen=True)
class Key:
    """A key with the one algorithm it is used with.

    ``fingerprint`` is ``sha256:`` of the public key (SubjectPublicKeyInfo, DER), as
    ``openssl pkey -pubin -outform DER | sha256sum`` shows it; a secret has none.
    """

    key: Any
    algorithm: str
    fingerprint: str

    @property
    def public(self) -> Key:
        """The key that verifies what this one signs."""
        return replace(self, key=self.key.public_key()) if isinstance(self.key, _PrivateTypes) else self


def private(path: Path, algorithm: str | None = None) -> Key:
    """A key to sign with. Raises UsageError for a file that holds none, or for an algorithm of another kind of key."""
    data = _read(path)
    if algorithm in HMAC:
        return _secret(path, data, str(algorithm))
    try:
        key = serialization.load_pem_private_key(data, password=None)
    except TypeError:
        raise UsageError(f"{path}: the key is encrypted", hint="openssl pkey -in KEY -out PLAIN    opens it") from None
    except (ValueError, UnsupportedAlgorithm):
        hint = "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out private.pem    makes one"
        raise UsageError(f"{path}: holds no private key in PEM", hint=hint) from None
    if not isinstance(key, _PrivateTypes):
        raise _unknown(path)
    return _chosen(path, _material(path, key.public_key(), key), algorithm)


def public(path: Path, algorithm: str | None = None) -> Key:
    """A key to verify with; raises as `private`. A private key is refused: who verifies needs none."""
    data = _read(path)
    if algorithm in HMAC:
        return _secret(path, data, str(algorithm))
    try:
        key = serialization.load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        what = (
            "holds a private key, and who verifies needs none"
            if b"PRIVATE KEY" in data
            else "holds no public key in PEM"
        )
        hint = "openssl pkey -in private.pem -pubout -out public.pem    makes one of a private key"
        raise UsageError(f"{path}: {what}", hint=hint) from None
    if not isinstance(key, _PublicTypes):
        raise _unknown(path)
    return _chosen(path, _material(path, key, key), algorithm)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}", hint="name the file of a key in PEM") from None
    if len(data) > _LARGEST:
        raise UsageError(f"{path}: too long for a key", hint="name the file of a key in PEM")
    return data


def _material(path: Path, key: _PublicTypes, used: _PublicTypes | _PrivateTypes) -> _Material:
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return _Material(_kind(path, key), used, "sha256:" + hashlib.sha256(der).hexdigest())


def _kind(path: Path, key: _PublicTypes) -> str:
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "Ed25519"
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < LEAST_RSA_BITS:
            hint = f"use one of {LEAST_RSA_BITS} or more"
            raise UsageError(f"{path}: an RSA key of {key.key_size} bits is too short", hint=hint)
        return "RSA"
    if key.curve.name not in _CURVES:
        raise _unknown(path)
    return _CURVES[key.curve.name]


def _chosen(path: Path, found: _Material, algorithm: str | None) -> Key:
    names = ALGORITHMS[found.kind]
    if algorithm not in {None, *names}:
        raise UsageError(
            f"{path}: a key of kind {found.kind} does not sign with {algorithm}",
            hint=f"it does with {', '.join(names)}",
        )
    return Key(found.key, algorithm or names[0], found.fingerprint)


def _secret(path: Path, data: bytes, algorithm: str) -> Key:
    """The bytes as they are, as OPA takes them, as many as the hash has (RFC 7518 3.2). A PEM is no secret."""
    least = int(algorithm.removeprefix("HS")) // 8
    if b"-----BEGIN" in data:
        raise UsageError(f"{path}: holds a PEM, which is no secret for {algorithm}", hint="leave out --alg")
    if len(data) < least:
        hint = f"use {least} random bytes or more"
        raise UsageError(f"{path}: a secret of {len(data)} bytes is too short", hint=hint)
    return Key(data, algorithm, "")


def _unknown(path: Path) -> UsageError:
    return UsageError(f"{path}: not a kind of key that signs bundles", hint="RSA, EC P-256, P-384, P-521 or Ed25519")
