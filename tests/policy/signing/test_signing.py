"""A signature counts for exactly the files, the key, the time and the purpose that it was made for."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import jwt
import pytest

from mlgate.errors import BundleError, IntegrityError
from mlgate.policy import archive, origin, release
from mlgate.policy.origin import Pin
from mlgate.policy.signing import SIGNATURES, Claims, keys, sign, verify
from tests.policy.origin.conftest import pack
from tests.policy.signing.conftest import DAY, NOW

KINDS = [
    *(("rsa", name) for name in keys.ALGORITHMS["RSA"]),
    ("p256", "ES256"),
    ("p384", "ES384"),
    ("p521", "ES512"),
    ("ed", "EdDSA"),
    *(("secret", name) for name in keys.HMAC),
]


def _load(data, trust):
    return origin.unpack(data, "b.tar.gz", Pin(trust=trust))


def _refused(data, trust, what):
    with pytest.raises(IntegrityError, match=f"^b.tar.gz: .*{what}") as refusal:
        _load(data, trust)
    assert refusal.value.exit_code == 6
    assert "\n" not in refusal.value.message
    assert refusal.value.hint


@pytest.fixture
def forged(safe):
    """A bundle whose token is made by hand: any header, any payload, any key."""

    def make(change, *, key="rsa", algorithm="RS256", contents=None):
        files = contents or archive.read(pack(), "b")
        made = keys.private(safe / f"{key}.pem")
        payload = jwt.decode(
            json.loads(sign(files, made, Claims(NOW)))["signatures"][0], options={"verify_signature": False}
        )
        token = jwt.encode(change(payload) or payload, made.key, algorithm=algorithm)
        return archive.write(files | {SIGNATURES: json.dumps({"signatures": [token]}).encode()})

    return make


@pytest.mark.parametrize(("key", "algorithm"), KINDS)
def test_what_a_key_signed_its_counterpart_verifies(signed, trust, key, algorithm):
    found = _load(signed(key, algorithm), trust(key, algorithm))
    assert found.signer.algorithm == algorithm
    assert found.signer.fingerprint == trust(key, algorithm).key.fingerprint
    assert (found.signer.fingerprint == "") == (key == "secret")


def test_a_signature_changes_neither_digest_nor_policies(signed, trust):
    plain, found = origin.unpack(pack(), "b"), _load(signed(), trust())
    assert (plain.digest, plain.document) == (found.digest, found.document)
    assert plain.signer is None


def test_the_signer_says_key_scope_and_times(signed, trust):
    data = signed(expires=NOW + 30 * DAY, key_id="policy-2026", scope="production")
    signer = _load(data, trust(scope="production")).signer
    assert (signer.key_id, signer.scope) == ("policy-2026", "production")
    assert (signer.issued_at, signer.expires_at) == (NOW, NOW + 30 * DAY)


def test_signing_again_replaces_the_signature(signed, trust):
    again = signed("p256", data=signed("rsa"))
    assert _load(again, trust("p256")).signer.algorithm == "ES256"
    _refused(again, trust("rsa"), "RS256")


def test_the_same_key_signs_the_same_bundle_with_the_same_bytes(signed):
    assert signed("rsa") == signed("rsa")


def test_an_unsigned_bundle_is_refused(trust):
    _refused(pack(), trust(), "is not signed")


def test_another_key_is_refused(signed, trust):
    _refused(signed("rsa"), trust("other"), "not signed by this key")


@pytest.mark.parametrize(
    ("signer", "verifier"),
    [(("rsa", "RS256"), ("rsa", "PS256")), (("rsa", "RS512"), ("rsa", None)), (("rsa", None), ("p256", None)),
     (("p256", None), ("ed", None)), (("secret", "HS256"), ("secret", "HS512"))],
)  # fmt: skip
def test_the_algorithm_is_the_verifiers_whatever_the_token_says(signed, trust, signer, verifier):
    _refused(signed(*signer), trust(*verifier), "is not signed with")


def test_a_public_key_is_not_a_secret(safe, trust):
    """The classic confusion: a token signed by HMAC with the public key, which everybody has, as its secret."""
    files = archive.read(pack(), "b")
    payload = sign(files, keys.private(safe / "rsa.pem"), Claims(NOW))
    claims = json.loads(payload)["signatures"][0].split(".")[1]
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').rstrip(b"=").decode()
    import hashlib  # noqa: PLC0415 - the attacker's own
    import hmac  # noqa: PLC0415 - the attacker's own

    public = (safe / "rsa.pub").read_bytes()
    mac = hmac.new(public, f"{header}.{claims}".encode(), hashlib.sha256).digest()
    token = f"{header}.{claims}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"
    data = archive.write(files | {SIGNATURES: json.dumps({"signatures": [token]}).encode()})
    _refused(data, trust(), "is not signed with RS256")


@pytest.mark.parametrize("algorithm", ["none", "None", "nOnE", ""])
def test_no_algorithm_is_no_signature(safe, trust, algorithm):
    files = archive.read(pack(), "b")
    claims = json.loads(sign(files, keys.private(safe / "rsa.pem"), Claims(NOW)))["signatures"][0].split(".")[1]
    header = base64.urlsafe_b64encode(json.dumps({"alg": algorithm}).encode()).rstrip(b"=").decode()
    data = archive.write(files | {SIGNATURES: json.dumps({"signatures": [f"{header}.{claims}."]}).encode()})
    _refused(data, trust(), "is not signed with RS256|not a token|not signed by this key")


def test_a_signature_ends_at_its_moment(signed, trust):
    data = signed(expires=NOW + DAY)
    assert _load(data, trust(at=NOW + DAY - timedelta(seconds=1))).signer.expires_at == NOW + DAY
    _refused(data, trust(at=NOW + DAY), "expired on 25 Nov 2026 12:00 UTC")


def test_a_clock_may_be_five_minutes_off_and_not_more(signed, trust):
    assert _load(signed(at=NOW + timedelta(minutes=5)), trust())
    _refused(signed(at=NOW + timedelta(minutes=5, seconds=1)), trust(), "signed in the future")


@pytest.mark.parametrize(
    ("given", "asked", "what"),
    [
        ({"scope": "production"}, {"scope": "test"}, "scope of the signature is 'production', not 'test'"),
        ({"scope": "production"}, {}, "scope of the signature is 'production', not none"),
        ({}, {"scope": "production"}, "scope of the signature is none, not 'production'"),
        ({"key_id": "a"}, {"key_id": "b"}, "key id of the signature is 'a', not 'b'"),
        ({}, {"key_id": "b"}, "key id of the signature is none, not 'b'"),
    ],
)
def test_scope_and_key_id_must_be_those_asked_for(signed, trust, given, asked, what):
    _refused(signed(**given), trust(**asked), what)


def test_a_key_id_that_nobody_asked_for_is_no_hindrance(signed, trust):
    assert _load(signed(key_id="a"), trust()).signer.key_id == "a"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda files: files | {"lib/more.rego": b"package mlgate.lib.more\n\none := 1\n"}, "lib/more.rego is in it"),
        (lambda files: files | {"README.md": b"hello"}, "README.md is in it and was not signed"),
        (lambda files: files | {"lib/evidence/evidence_test.rego": b"x"}, "evidence_test.rego is in it"),
        (lambda files: {name: files[name] for name in files if name != "request/plan.rego"}, "was signed, and"),
        (lambda files: files | {"config/thresholds/data.yaml": b"gap: 0.2\n"}, "data.yaml was altered"),
        (lambda files: files | {".manifest": files[".manifest"].replace(b".1", b".2")}, ".manifest was altered"),
        (lambda files: files | {"request/plan.rego": files["request/plan.rego"] + b"\n"}, "plan.rego was altered"),
    ],
)  # fmt: skip
def test_the_files_are_exactly_those_that_were_signed(signed, trust, change, what):
    files = archive.read(signed(), "b")
    _refused(archive.write(change(files)), trust(), what)


def test_layout_of_data_is_not_signed_and_does_not_count(signed, trust):
    files = archive.read(signed(), "b")
    files |= {
        "config/thresholds/data.yaml": b'# agreed\n{"gap":   1.0e-1}\n',
        ".manifest": files[".manifest"] + b"\n\n",
    }
    assert _load(archive.write(files), trust()).data["config"]["thresholds"] == {"gap": 0.1}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda p: p.update(files=[]), "was not signed"),
        (lambda p: p.pop("files") and None, "was not signed"),
        (lambda p: p.update(files="all"), "was not signed"),
        (lambda p: p["files"].append(1), "lists something that is not a file"),
        (lambda p: p["files"].append({"name": "x", "hash": "y"}), "lists something that is not a file"),
        (lambda p: p["files"].append(p["files"][0]), "is not in it"),
        (lambda p: p["files"][0].update(algorithm="MD5"), "hash that is not accepted, MD5"),
        (lambda p: p["files"][0].update(algorithm="SHA-1"), "hash that is not accepted, SHA-1"),
        (lambda p: p["files"][0].update(hash=""), "was altered"),
        (lambda p: p.update(exp=True), "the exp of the signature is not a time"),
        (lambda p: p.update(exp=1e300), "the exp of the signature is not a time"),
        (lambda p: p.update(exp=0), "expired on 01 Jan 1970"),
        (lambda p: p.update(iat=[]), "the iat of the signature is not a time|token"),
        (lambda p: p.update(scope=1), "in two ways"),
    ],
)
def test_a_payload_that_says_something_else_is_refused(forged, trust, change, what):
    _refused(forged(change), trust(), what)


@pytest.mark.parametrize(
    "document",
    [b"", b"[]", b"{}", b'{"signatures": []}', b'{"signatures": [1]}', b'{"signatures": "x"}', b"[" * 9999, b"\xff",
     b'{"signatures": ["a.b.c", "a.b.c"]}', b'{"signatures": ["a.b.c"], "plugin": "mine"}'],
)  # fmt: skip
def test_a_file_of_signatures_that_holds_not_one_is_refused(trust, document):
    files = archive.read(pack(), "b") | {SIGNATURES: document}
    _refused(archive.write(files), trust(), "does not hold one signature")


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "eyJhbGciOiJSUzI1NiJ9..", "é.é.é", "a" * 100_000])
def test_a_token_that_is_none_is_refused(trust, token):
    files = archive.read(pack(), "b") | {SIGNATURES: json.dumps({"signatures": [token]}).encode()}
    _refused(archive.write(files), trust(), "not a token|not signed by this key")


def test_no_flipped_bit_of_a_signed_archive_gives_other_policies(signed, trust):
    data, good = signed("ed"), _load(signed("ed"), trust("ed")).document
    for at in range(0, len(data), 97):
        flipped = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        try:
            assert _load(flipped, trust("ed")).document == good
        except (IntegrityError, BundleError):
            continue


def test_a_signed_bundle_that_reaches_outside_its_roots_is_an_alarm(safe, trust):
    outside = pack({"lib/more.rego": "package elsewhere\n\none := 1\n"})
    files = archive.read(outside, "b")
    files[SIGNATURES] = sign(files, keys.private(safe / "rsa.pem"), Claims(NOW))
    _refused(archive.write(files), trust(), "package elsewhere lies outside the roots")
    with pytest.raises(BundleError, match="lies outside the roots"):
        release.sign(outside, "b.tar.gz", keys.private(safe / "rsa.pem"), Claims(NOW))


def test_other_roots_than_the_pinned_are_refused(signed, trust):
    found = origin.unpack(signed(), "b", Pin(trust=trust(), roots=frozenset({"mlgate", "config"})))
    assert found.signer is not None
    with pytest.raises(IntegrityError, match=r"^b: the roots are config, mlgate, not mlgate$"):
        origin.unpack(signed(), "b", Pin(trust=trust(), roots=frozenset({"mlgate"})))


def test_verification_comes_before_policies_are_read(trust):
    """Rego that nobody vouches for does not reach the parser."""
    _refused(pack({"lib/clock.rego": "package x\n\nnow := time.now_ns()\n"}), trust(), "is not signed")


def test_what_would_not_be_loaded_is_not_signed(signed):
    with pytest.raises(BundleError, match=r"time\.now_ns"):
        signed(data=pack({"lib/clock.rego": "package mlgate.lib.clock\n\nnow := time.now_ns()\n"}))


def test_verify_alone_says_who_signed(signed, trust):
    assert verify(archive.read(signed(), "b"), "b", trust()).issued_at == NOW
