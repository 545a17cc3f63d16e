"""``mlgate policy build``, ``sign``, ``verify``, and a gate that takes nothing but what was signed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from mlgate import compose, settings
from mlgate.policy import archive
from tests.cli.houses import furnish
from tests.policy.origin.conftest import server  # noqa: F401 - a fixture
from tests.policy.origin.server import Reply
from tests.policy.signing.conftest import safe  # noqa: F401 - a fixture

CHECK = ("check", "model/scorer/2", "--to", "qa")
GATE = ("gate", "model/scorer/2", "--to", "qa")
SIGN = ("policy", "sign", "b.tar.gz", "--key", "rsa.pem")
VERIFY = ("policy", "verify", "b.tar.gz", "--key", "rsa.pub")


@pytest.fixture
def built(mlgate, tmp_path, safe):  # noqa: F811 - the fixture
    """The small house, its policies built into b.tar.gz, every key beside them."""
    furnish(tmp_path)
    for file in safe.iterdir():
        shutil.copy(file, tmp_path)
    assert mlgate("policy", "build", "-o", "b.tar.gz").code == 0
    return tmp_path


def _fields(text: str) -> dict[str, str]:
    lines = [line.strip() for line in text.splitlines()[1:]]
    return {name.strip(): value.strip() for name, _, value in (line.partition("  ") for line in lines)}


def test_build_says_file_revision_and_digest_and_is_the_same_each_time(mlgate, built):
    ran = mlgate("policy", "build", "policies", "-o", "c.tar.gz")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == "c.tar.gz"
    assert set(_fields(ran.out)) == {"revision", "digest", "file"}
    assert Path("b.tar.gz").read_bytes() == Path("c.tar.gz").read_bytes()
    assert _fields(ran.out)["revision"] == "2026.11.1"
    named = mlgate("policy", "build", "-o", "d.tar.gz", "--revision", "2026.12")
    assert _fields(named.out)["revision"] == "2026.12"
    assert mlgate("policy", "build", "d.tar.gz", "-o", "e.tar.gz").out.splitlines()[1:] == named.out.splitlines()[1:]


def test_what_was_signed_is_verified_and_digest_and_revision_stay(mlgate, built):
    before = _fields(mlgate("policy", "build", "-o", "b.tar.gz").out)
    signed = mlgate(*SIGN, "--expires", "30", "--key-id", "k1", "--scope", "production")
    assert (signed.code, signed.err) == (0, "")
    verified = mlgate(*VERIFY, "--scope", "production", "--key-id", "k1", "--digest", before["digest"])
    assert (verified.code, verified.out) == (0, signed.out)
    after = _fields(verified.out)
    assert (after["digest"], after["revision"]) == (before["digest"], before["revision"])
    assert after["file"] != before["file"]
    document = json.loads(mlgate(*VERIFY, "--scope", "production", "-o", "json").out)
    assert document["digest"] == before["digest"]
    assert (document["signer"]["fingerprint"], document["signer"]["key_id"]) == (after["signed by"], "k1")


def test_sign_leaves_the_original_where_another_place_is_named(mlgate, built):
    before = Path("b.tar.gz").read_bytes()
    assert mlgate(*SIGN, "-o", "s.tar.gz").code == 0
    assert Path("b.tar.gz").read_bytes() == before
    assert mlgate("policy", "verify", "s.tar.gz", "--key", "rsa.pub").code == 0


@pytest.mark.parametrize(
    ("line", "code", "what"),
    [
        (VERIFY, 6, "b.tar.gz: is not signed"),
        (("policy", "verify", "none.tar.gz", "--key", "rsa.pub"), 2, "there is no policy bundle here"),
        (("policy", "verify", "policies", "--key", "rsa.pub"), 2, "a folder carries no signature"),
        (("policy", "verify", "governance.toml", "--key", "rsa.pub"), 2, "is not a gzipped tar"),
        ((*VERIFY[:-1], "rsa.pem"), 2, "rsa.pem: holds a private key"),
        ((*VERIFY[:-1], "none.pub"), 2, "none.pub: cannot be read"),
        ((*VERIFY, "--alg", "none"), 2, "does not sign with none"),
        (("policy", "verify", "http://127.0.0.1:9/b", "--key", "rsa.pub"), 3, "http://127.0.0.1:9/b: "),
        ((*SIGN[:-1], "rsa.pub"), 2, "rsa.pub: holds no private key"),
        ((*SIGN, "--alg", "ES256"), 2, "kind RSA does not sign with ES256"),
        ((*SIGN, "--expires", "0"), 2, "--expires"),
        ((*SIGN, "-o", "none/s.tar.gz"), 2, "none/s.tar.gz: cannot be written"),
        (("policy", "sign", "policies", "--key", "rsa.pem"), 2, "is a directory"),
        (("policy", "build"), 2, "missing option"),
        (("policy", "build", "nowhere", "-o", "x"), 2, "there is no policy bundle here"),
        (("policy", "build", "git:HEAD:/etc", "-o", "x"), 2, "leads out of the repository"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line_with_a_hint(mlgate, built, line, code, what):
    before = {path: path.read_bytes() for path in built.iterdir() if path.is_file()}
    ran = mlgate(*line)
    assert (ran.code, ran.out) == (code, ""), ran.err
    assert what in ran.err
    assert len(ran.err.splitlines()) == 2, ran.err
    assert {path: path.read_bytes() for path in built.iterdir() if path.is_file()} == before


def _pin(bundle: str = "b.tar.gz", **more: str) -> None:
    lines = {"bundle": bundle, "key": "rsa.pub", "cache": "kept"} | more
    Path("governance.toml").write_text(
        "[policy]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in lines.items())
    )


@pytest.fixture
def pinned(mlgate, built):
    """A house whose gate takes what rsa.pem signed alone, with a model that may ask."""
    assert mlgate(*SIGN, "--expires", "30").code == 0
    _pin()
    for line in (
        ("init",),
        ("use-case", "register", "UC-1", "--name", "Credit", "--owner", "u-priya"),
        ("model", "register", "model/scorer/2", "--artifact", "model.bin", "--use-case", "UC-1", "--risk", "high"),
    ):
        ran = mlgate(*line)
        assert ran.code == 0, ran.err
    return built


def test_what_is_loaded_says_revision_digest_and_signer(mlgate, pinned):
    found = compose.policy(settings.load())
    shown = _fields(mlgate(*VERIFY).out)
    assert (found.reference.revision, found.reference.digest) == (shown["revision"], shown["digest"])
    assert found.signer.fingerprint == shown["signed by"]
    assert compose.policy(settings.load(), dry_run=True).signer == found.signer


def _entries(folder: Path) -> int:
    with sqlite3.connect(folder / ".mlgate/governance.db") as table:
        (count,) = table.execute("SELECT count(*) FROM entries").fetchone()
    table.close()
    return count


def _other_key(folder, mlgate):
    mlgate("policy", "sign", "b.tar.gz", "--key", "other.pem")


def _unsigned(folder, mlgate):
    mlgate("policy", "build", "policies", "-o", "b.tar.gz")


def _altered(folder, mlgate):
    files = archive.read((folder / "b.tar.gz").read_bytes(), "b")
    (folder / "b.tar.gz").write_bytes(archive.write(files | {"config/thresholds/data.yaml": b"gap: 0.9\n"}))


def _expired(folder, mlgate):
    from datetime import UTC, datetime  # noqa: PLC0415 - only here

    from mlgate.policy import release  # noqa: PLC0415 - only here
    from mlgate.policy.signing import Claims, keys  # noqa: PLC0415 - only here

    claims = Claims(datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 2, 1, tzinfo=UTC))
    data = (folder / "b.tar.gz").read_bytes()
    signed = release.sign(data, "b", keys.private(folder / "rsa.pem"), claims)
    (folder / "b.tar.gz").write_bytes(signed.archive)


def _outside(folder, mlgate):
    from datetime import UTC, datetime  # noqa: PLC0415 - only here

    from mlgate.policy.signing import SIGNATURES, Claims, keys, sign  # noqa: PLC0415 - only here

    files = archive.read((folder / "b.tar.gz").read_bytes(), "b")
    files["lib/more.rego"] = b"package elsewhere\n\none := 1\n"
    files[SIGNATURES] = sign(files, keys.private(folder / "rsa.pem"), Claims(datetime.now(UTC)))
    (folder / "b.tar.gz").write_bytes(archive.write(files))


FAULTS = {
    "unsigned": (_unsigned, {}, "is not signed"),
    "another key": (_other_key, {}, "was not signed by this key"),
    "altered": (_altered, {}, "config/thresholds/data.yaml was altered"),
    "expired": (_expired, {}, "the signature expired on 01 Feb 2025"),
    "outside its roots": (_outside, {}, "the package elsewhere lies outside the roots"),
    "other roots": (None, {"roots": "mlgate"}, "the roots are config, mlgate, not mlgate"),
    "another scope": (None, {"scope": "production"}, "the scope of the signature is none, not 'production'"),
    "another key id": (None, {"key_id": "k2"}, "the key id of the signature is none, not 'k2'"),
    "another algorithm": (None, {"algorithm": "PS256"}, "is not signed with PS256"),
    "another kind of key": (None, {"key": "p256.pub"}, "is not signed with ES256"),
    "another digest": (None, {"digest": "sha256:" + "0" * 64}, "not the pinned sha256:0000"),
    "a folder": (None, {"bundle": "policies"}, "is a folder, and a folder cannot be signed"),
    "what comes with mlgate": (None, {"bundle": "shipped"}, "is a folder, and a folder cannot be signed"),
}


@pytest.mark.parametrize("line", [CHECK, GATE], ids=["check", "gate"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_pinned_gate_and_a_check_refuse_anything_else_with_6_and_nothing_is_recorded(mlgate, pinned, name, line):
    spoil, change, message = FAULTS[name]
    if spoil is not None:
        spoil(pinned, mlgate)
    _pin(**change)
    before = _entries(pinned)
    ran = mlgate(*line)
    assert (ran.code, ran.out) == (6, ""), ran.err
    assert message in ran.err
    assert len(ran.err.splitlines()) == 2, ran.err
    assert _entries(pinned) == before


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"key": "none.pub"}, "none.pub: cannot be read"),
        ({"key": "rsa.pem"}, "holds a private key"),
        ({"algorithm": "HS256"}, "is not one of RS256"),
        ({"algorithm": "ES256"}, "kind RSA does not sign with ES256"),
        ({"roots": "../x"}, "should be names of roots"),
    ],
)
def test_a_pin_that_cannot_be_held_to_is_a_fault_of_the_configuration(mlgate, pinned, change, what):
    _pin(**change)
    ran = mlgate(*GATE)
    assert (ran.code, ran.out) == (2, "")
    assert what in ran.err


def test_to_say_something_of_a_signature_and_name_no_key_is_refused(mlgate, pinned):
    Path("governance.toml").write_text('[policy]\nbundle = "b.tar.gz"\nscope = "production"\n')
    ran = mlgate(*CHECK)
    assert (ran.code, ran.out) == (2, "")
    assert "[policy] scope says something of a signature, and no key is named" in ran.err


def test_signed_as_pinned_the_gate_decides_and_the_decision_names_the_digest(mlgate, pinned):
    digest = json.loads(mlgate(*VERIFY, "-o", "json").out)["digest"]
    _pin(digest=digest, roots="config, mlgate")
    ran = mlgate(*GATE, "-o", "json")
    assert ran.code in {0, 1}, ran.err
    assert json.loads(ran.out)["policy"]["digest"] == digest


def test_from_a_server_it_is_fetched_once_and_without_one_it_is_3(mlgate, pinned, server):  # noqa: F811 - the fixture
    server.replies["/b"] = [Reply(body=(pinned / "b.tar.gz").read_bytes()), Reply(404)]
    digest = json.loads(mlgate(*VERIFY, "-o", "json").out)["digest"]
    _pin(f"{server.url}/b", digest=digest)
    assert [mlgate(*CHECK).code in {0, 1} for _ in range(2)] == [True, True]
    assert len(server.asked) == 1
    _pin(f"{server.url}/b")
    ran = mlgate(*CHECK)
    assert (ran.code, ran.out) == (3, "")
    assert f"{server.url}/b: the server answers 404" in ran.err
    assert len(ran.err.splitlines()) == 2


def test_a_kept_bundle_of_another_signature_is_fetched_again(mlgate, pinned, server):  # noqa: F811 - the fixture
    """The digest is the same; who signed it is not."""
    good = (pinned / "b.tar.gz").read_bytes()
    digest = json.loads(mlgate(*VERIFY, "-o", "json").out)["digest"]
    _pin(f"{server.url}/b", digest=digest)
    server.replies["/b"] = [Reply(body=good)]
    assert mlgate(*CHECK).code in {0, 1}
    mlgate("policy", "sign", "b.tar.gz", "--key", "p256.pem")
    server.replies["/b"] = [Reply(body=(pinned / "b.tar.gz").read_bytes())]
    _pin(f"{server.url}/b", digest=digest, key="p256.pub")
    assert mlgate(*CHECK).code in {0, 1}
    assert len(server.asked) == 2
