"""Fetching over HTTP from a server that misbehaves."""

from __future__ import annotations

import ssl
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from mlgate.errors import FetchError
from mlgate.policy.archive import LARGEST_ARCHIVE
from mlgate.policy.origin import https
from mlgate.policy.origin.address import Url
from mlgate.policy.origin.fetching import Patience
from tests.policy.origin.server import Reply, serving

BRISK = Patience(connect=1, read=0.5, whole=20, attempts=3)


def _fetch(server, patience=BRISK, path="/x"):
    return https.fetch(Url(server.url + path), patience)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_a_busy_server_is_asked_again(server, status):
    server.replies["/x"] = [Reply(status), Reply(status), Reply(body=b"there")]
    assert _fetch(server) == b"there"
    assert len(server.asked) == 3


def test_after_the_last_attempt_the_answer_is_told(server):
    server.replies["/x"] = [Reply(503)]
    with pytest.raises(FetchError, match=r"/x: the server answers 503"):
        _fetch(server)
    assert len(server.asked) == BRISK.attempts


@pytest.mark.parametrize("status", [204, 304, 401, 403, 404, 410])
def test_a_no_is_not_asked_again(server, status):
    server.replies["/x"] = [Reply(status)]
    with pytest.raises(FetchError, match=f"the server answers {status}"):
        _fetch(server)
    assert len(server.asked) == 1


def test_a_redirect_is_followed_as_long_as_the_scheme_stays(server):
    server.replies |= {"/x": [Reply(302, location="/y")], "/y": [Reply(307, location=f"{server.url}/z")]}
    server.replies["/z"] = [Reply(body=b"there")]
    assert _fetch(server) == b"there"


@pytest.mark.parametrize(
    ("location", "what"),
    [
        ("https://127.0.0.1/x", "another scheme"),
        ("http://example.org/x", "neither https nor on this machine"),
        ("file:///etc/passwd", "neither https nor on this machine|is not a URL"),
        ("ftp://127.0.0.1/x", "neither https nor on this machine"),
        ("//ann:secret@127.0.0.1/x", "a name or a password"),
    ],
)
def test_a_redirect_to_elsewhere_is_refused(server, location, what):
    server.replies["/x"] = [Reply(302, location=location)]
    with pytest.raises(FetchError, match=what) as refusal:
        _fetch(server)
    assert "secret" not in refusal.value.message
    assert len(server.asked) == 1


def test_a_circle_of_redirects_ends(server):
    server.replies["/x"] = [Reply(302, location="/x")]
    with pytest.raises(FetchError, match="redirected more than"):
        _fetch(server)
    assert len(server.asked) < 10


def test_a_body_without_end_is_not_read_to_its_end(server):
    server.replies["/x"] = [Reply(body=bytes(LARGEST_ARCHIVE + (1 << 20)))]
    with pytest.raises(FetchError, match=f"larger than {LARGEST_ARCHIVE}"):
        _fetch(server)


def test_a_body_that_is_cut_off_is_no_body(server):
    server.replies["/x"] = [Reply(body=b"half", length=9)]
    with pytest.raises(FetchError, match="/x: "):
        _fetch(server)
    assert len(server.asked) == BRISK.attempts


def test_a_body_that_trickles_is_not_waited_for(server):
    """Every byte comes within the timeout of a read; all together would take a minute."""
    server.replies["/x"] = [Reply(body=bytes(600), pause=0.1)]
    begun = time.monotonic()
    with pytest.raises(FetchError, match="time was up"):
        _fetch(server, Patience(connect=1, read=0.5, whole=1, attempts=3))
    assert time.monotonic() - begun < 30


@pytest.fixture
def secure(tmp_path):
    """A server whose certificate nobody vouches for but itself, in certificate.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "policies")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "key.pem").write_bytes(private)
    (tmp_path / "certificate.pem").write_bytes(made.public_bytes(pem))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    with serving(tls) as found:
        yield found


def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(secure):
    secure.replies["/x"] = [Reply(body=b"there")]
    with pytest.raises(FetchError, match=f"{secure.url}/x: .*certificate verify failed"):
        _fetch(secure)
    assert secure.asked == []


def test_a_certificate_that_is_trusted_here_will_do(secure, tmp_path, monkeypatch):
    secure.replies |= {"/x": [Reply(302, location="/y")], "/y": [Reply(body=b"there")]}
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    assert _fetch(secure) == b"there"


def test_no_redirect_leads_from_https_to_http(secure, server, tmp_path, monkeypatch):
    server.replies["/x"] = [Reply(body=b"there")]
    secure.replies["/x"] = [Reply(302, location=f"{server.url}/x")]
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    with pytest.raises(FetchError, match="redirected to another scheme"):
        _fetch(secure)
    assert server.asked == []


def test_what_follows_the_question_mark_is_sent_and_not_shown(server):
    server.replies["/x"] = [Reply(404)]
    with pytest.raises(FetchError) as refusal:
        _fetch(server, path="/x?token=secret")
    assert server.asked == ["/x?token=secret"]
    assert "secret" not in refusal.value.message
