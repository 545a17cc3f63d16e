"""OPA itself verifies what is signed here, and signs what is verified here."""

from __future__ import annotations

import json
import socket
import subprocess
import tarfile
import time
import urllib.request

import pytest

from mlgate.errors import IntegrityError
from mlgate.policy import archive, origin
from mlgate.policy.origin import Pin
from mlgate.shipped import shipped
from tests.needs import opa
from tests.policy.origin.conftest import pack
from tests.policy.signing.conftest import NOW

ODD_JSON = r"""{
  "numbers": [1, 1.0, 1.50, -0, -0.0, 1e5, 1E+5, 1.5e-7, 0.1, 5e-324, 1e21],
  "texts": ["<&>", "\u2028\u2029", "é\u00e9", "\ud83d\ude00", "\b\f\n\r\t\u0001\u007f\"\\\/", ""],
  "z": {"b": null, "a": [true, false, {}, []], "": 1, "é": 2, "Z": 3, "😀": 4, "ﬀ": 5}
}"""
ODD_YAML = """
zero: 0
floats: [1.0, 1.50, 0.1, -0.0, 1.5e-7, 1.0e+21, 123456.789, 1.0e-6, 9.9e-7]
whole: [9007199254740991, -9007199254740991]
texts: ['<&>', "\\u2028", "é", '1e5', 'y', "a\\tb\\u0001", 2026-11, 1.2.3]
nested: {b: null, a: [true, false, {}, []], é: 2, Z: 3}
folded: >
  one
  two
"""
ODD = {"config/odd/data.json": ODD_JSON, "config/odder/data.yaml": ODD_YAML, "config/oddest/data.yml": "a:   1\n"}
PAIRS = [("rsa", "RS256"), ("rsa", "PS384"), ("p256", "ES256"), ("p384", "ES384"), ("p521", "ES512"), ("ed", "EdDSA")]


@pytest.fixture
def run(tmp_path, safe):
    """``run("build", …)`` runs OPA in the folder of the test; the outcome."""
    program = opa()

    def call(*line, cwd=tmp_path):
        return subprocess.run([program, *map(str, line)], cwd=cwd, capture_output=True, text=True, check=False)

    return call


def _verify(run, safe, name, key, algorithm, *more):
    return run(
        "build", "-b", name, "--verification-key", safe / f"{key}.pub", "--signing-alg", algorithm, *more, "-o", "out"
    )


@pytest.fixture
def signed_file(tmp_path, signed):
    def make(*key, **more):
        (tmp_path / "b.tar.gz").write_bytes(signed(*key, **more))
        return "b.tar.gz"

    return make


@pytest.mark.parametrize(("key", "algorithm"), PAIRS)
def test_opa_verifies_what_is_signed_here(signed_file, run, safe, key, algorithm):
    name = signed_file(key, algorithm, data=pack(ODD))
    done = _verify(run, safe, name, key, algorithm)
    assert done.returncode == 0, done.stdout + done.stderr


def test_opa_verifies_the_shipped_policies_signed_here(tmp_path, run, safe, signed):
    from mlgate.policy import files, release  # noqa: PLC0415 - only here

    built = release.build(files.read(shipped("policies")), "2026.11.2")
    (tmp_path / "b.tar.gz").write_bytes(signed("p256", data=built.archive))
    done = _verify(run, safe, "b.tar.gz", "p256", "ES256")
    assert done.returncode == 0, done.stdout + done.stderr


def test_opa_refuses_it_with_another_key_another_scope_or_a_changed_file(tmp_path, run, safe, signed):
    data = signed(scope="production")
    (tmp_path / "b.tar.gz").write_bytes(data)
    assert _verify(run, safe, "b.tar.gz", "rsa", "RS256", "--scope", "production").returncode == 0
    assert "scope mismatch" in _verify(run, safe, "b.tar.gz", "rsa", "RS256").stdout
    assert "verif" in _verify(run, safe, "b.tar.gz", "other", "RS256", "--scope", "production").stdout
    files = archive.read(data, "b") | {"config/thresholds/data.yaml": b"gap: 0.2\n"}
    (tmp_path / "c.tar.gz").write_bytes(archive.write(files))
    assert "digest mismatch" in _verify(run, safe, "c.tar.gz", "rsa", "RS256", "--scope", "production").stdout


@pytest.mark.parametrize(("key", "comes_up"), [("p256", True), ("p384", False)])
def test_an_opa_server_runs_the_signed_bundle_with_the_right_key_alone(tmp_path, signed_file, safe, key, comes_up):
    name = signed_file("p256")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [opa(), "run", "--server", "--addr", f"127.0.0.1:{port}", "-b", name]
    line += ["--verification-key", str(safe / f"{key}.pub"), "--signing-alg", "ES256" if comes_up else "ES384"]
    with subprocess.Popen(line, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            assert _answers(server, port) == comes_up
        finally:
            server.terminate()


def _answers(server, port):
    """Whether it came up; False once it has ended by itself."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/data/config/thresholds") as answer:
                return json.load(answer)["result"] == {"gap": 0.1}
        except OSError:
            time.sleep(0.1)
    return False


@pytest.fixture
def by_opa(tmp_path, run, safe):
    """The small bundle with odd data, in a folder, signed by ``opa sign``, packed by tar."""

    def make(key, algorithm, claims=None):
        folder = tmp_path / "bundle"
        for name, content in archive.read(pack(ODD), "b").items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        (tmp_path / "claims.json").write_text(json.dumps(claims or {}))
        more = ("--claims-file", tmp_path / "claims.json") if claims else ()
        line = ("sign", "--signing-key", safe / f"{key}.pem", "--signing-alg", algorithm, *more, "-b", ".")
        done = run(*line, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr
        with tarfile.open(tmp_path / "b.tar.gz", "w:gz", format=tarfile.USTAR_FORMAT) as tar:
            tar.add(folder, ".")
        return (tmp_path / "b.tar.gz").read_bytes()

    return make


@pytest.mark.parametrize(("key", "algorithm"), PAIRS)
def test_what_opa_signed_is_verified_here(by_opa, trust, key, algorithm):
    found = origin.unpack(by_opa(key, algorithm), "b", Pin(trust=trust(key, algorithm)))
    assert found.document == origin.unpack(pack(ODD), "b").document
    assert (found.signer.issued_at, found.signer.expires_at) == (None, None)


def test_claims_that_opa_put_in_count_here(by_opa, trust):
    claims = {"scope": "production", "keyid": "k1", "iat": int(NOW.timestamp()), "exp": int(NOW.timestamp()) + 60}
    data = by_opa("rsa", "RS256", claims)
    signer = origin.unpack(data, "b", Pin(trust=trust(scope="production", key_id="k1"))).signer
    assert (signer.issued_at, signer.scope) == (NOW, "production")
    with pytest.raises(IntegrityError, match="scope of the signature"):
        origin.unpack(data, "b", Pin(trust=trust()))


def test_what_opa_built_and_signed_is_verified_here(signed_file, tmp_path, run, safe, trust):
    """OPA puts all data in one file, and slashes in front of names."""
    name, pem, pub = signed_file(data=pack(ODD)), safe / "rsa.pem", safe / "rsa.pub"
    done = run("build", "-b", name, "--signing-key", pem, "--verification-key", pub, "-o", "c.tar.gz")
    assert done.returncode == 0, done.stdout
    found = origin.unpack((tmp_path / "c.tar.gz").read_bytes(), "c", Pin(trust=trust()))
    assert found.data == origin.unpack(pack(ODD), "b").data
