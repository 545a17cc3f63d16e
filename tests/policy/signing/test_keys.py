"""Which keys sign, and with what."""

from __future__ import annotations

import subprocess

import pytest

from mlgate.errors import UsageError
from mlgate.policy.signing import keys


@pytest.mark.parametrize(
    ("name", "algorithm"),
    [("rsa", "RS256"), ("p256", "ES256"), ("p384", "ES384"), ("p521", "ES512"), ("ed", "EdDSA")],
)
def test_the_kind_of_key_chooses_the_algorithm(safe, name, algorithm):
    assert keys.private(safe / f"{name}.pem").algorithm == keys.public(safe / f"{name}.pub").algorithm == algorithm


def test_both_halves_have_one_fingerprint(safe):
    assert keys.private(safe / "ed.pem").fingerprint == keys.public(safe / "ed.pub").fingerprint
    assert keys.public(safe / "rsa.pub").fingerprint != keys.public(safe / "other.pub").fingerprint


def test_a_fingerprint_is_what_openssl_and_sha256sum_show(safe):
    import hashlib  # noqa: PLC0415 - the oracle's

    line = ["openssl", "pkey", "-pubin", "-in", str(safe / "rsa.pub"), "-outform", "DER"]
    try:
        der = subprocess.run(line, capture_output=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("needs openssl")
    assert keys.public(safe / "rsa.pub").fingerprint == "sha256:" + hashlib.sha256(der).hexdigest()


@pytest.mark.parametrize(
    ("name", "algorithm", "what"),
    [
        ("none.pem", None, "cannot be read"),
        ("rsa.pub", None, "holds no private key"),
        ("secret", None, "holds no private key"),
        ("locked.pem", None, "the key is encrypted"),
        ("short.pem", None, "1024 bits is too short"),
        ("k1.pem", None, "not a kind of key"),
        ("rsa.pem", "ES256", "kind RSA does not sign with ES256"),
        ("p256.pem", "ES384", "kind EC P-256 does not sign with ES384"),
        ("rsa.pem", "none", "kind RSA does not sign with none"),
        ("rsa.pem", "HS256", "holds a PEM, which is no secret"),
        ("rsa.pub", "HS256", "holds a PEM, which is no secret"),
    ],
)
def test_a_key_that_cannot_sign_is_told_as_that(safe, name, algorithm, what):
    with pytest.raises(UsageError, match=what) as refusal:
        keys.private(safe / name, algorithm)
    assert refusal.value.exit_code == 2
    assert refusal.value.hint


@pytest.mark.parametrize(
    ("name", "algorithm", "what"),
    [
        ("rsa.pem", None, "holds a private key, and who verifies needs none"),
        ("secret", None, "holds no public key"),
        ("short.pub", None, "1024 bits is too short"),
        ("k1.pub", None, "not a kind of key"),
        ("ed.pub", "RS256", "kind Ed25519 does not sign with RS256"),
        ("rsa.pub", "HS256", "holds a PEM, which is no secret"),
    ],
)
def test_a_key_that_cannot_verify_is_told_as_that(safe, name, algorithm, what):
    with pytest.raises(UsageError, match=what):
        keys.public(safe / name, algorithm)


def test_a_secret_is_a_key_only_where_hmac_is_asked_for_and_long_enough(safe, tmp_path):
    assert keys.public(safe / "secret", "HS256").key == (safe / "secret").read_bytes()
    for algorithm, least in (("HS256", 32), ("HS384", 48), ("HS512", 64)):
        (tmp_path / "short").write_bytes(bytes(least - 1))
        with pytest.raises(UsageError, match=f"{least - 1} bytes is too short"):
            keys.private(tmp_path / "short", algorithm)
