"""Keys, made once; the small bundle signed by one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from mlgate.policy import release
from mlgate.policy.signing import Claims, Trust, keys
from tests.policy.origin.conftest import pack

MADE = {
    "rsa": lambda: rsa.generate_private_key(65537, 2048),
    "other": lambda: rsa.generate_private_key(65537, 2048),
    "short": lambda: rsa.generate_private_key(65537, 1024),
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "k1": lambda: ec.generate_private_key(ec.SECP256K1()),
    "ed": ed25519.Ed25519PrivateKey.generate,
}
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def write_key(folder: Path, name: str, key: Any) -> None:
    """NAME.pem and NAME.pub."""
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    (folder / f"{name}.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    (folder / f"{name}.pub").write_bytes(
        key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


@pytest.fixture(scope="session")
def safe(tmp_path_factory) -> Path:
    """A folder with a key of every kind."""
    folder = tmp_path_factory.mktemp("keys")
    for name, make in MADE.items():
        write_key(folder, name, make())
    encrypted = serialization.BestAvailableEncryption(b"secret")
    key = MADE["p256"]().private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encrypted)
    (folder / "locked.pem").write_bytes(key)
    (folder / "secret").write_bytes(bytes(range(64)))
    return folder


@pytest.fixture
def signed(safe) -> Callable[..., bytes]:
    """``signed("rsa", expires=…, key_id=…)``: the small bundle, signed."""

    def make(key="rsa", algorithm=None, *, data=None, at=NOW, expires=None, key_id=None, scope=None) -> bytes:
        chosen = keys.private(safe / (key if key == "secret" else f"{key}.pem"), algorithm)
        return release.sign(data or pack(), "b.tar.gz", chosen, Claims(at, expires, key_id, scope)).archive

    return make


@pytest.fixture
def trust(safe) -> Callable[..., Trust]:
    """``trust("rsa", scope=…)``: whose signature counts."""

    def make(key="rsa", algorithm=None, *, at=NOW, key_id=None, scope=None) -> Trust:
        found = keys.public(safe / (key if key == "secret" else f"{key}.pub"), algorithm)
        return Trust(found, lambda: at, key_id, scope)

    return make
