"""A bundle is the same wherever it comes from."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from mlgate.errors import BundleError, FetchError, IntegrityError, UsageError
from mlgate.policy import bundle as bundles
from mlgate.policy import origin
from mlgate.policy.origin import Pin
from tests.policy.origin.server import Reply

OTHER = {"config/thresholds/data.yaml": "gap: 0.2\n"}
TEST = {"lib/evidence/evidence_test.rego": "package mlgate.lib.evidence_test\n\ntest_it if true\n"}


def _git(folder: Path, *line: str) -> None:
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *line], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(folder, tmp_path) -> Path:
    """Two commits: the small bundle, tagged v1; then another threshold."""
    folder(TEST)
    _git(tmp_path, "init", "-q", "-b", "main")
    for changes, tag in (({}, "v1"), (OTHER, "v2")):
        folder({**TEST, **changes})
        _git(tmp_path, "add", "policies")
        _git(tmp_path, "commit", "-q", "-m", tag)
        _git(tmp_path, "tag", tag)
    return tmp_path


def test_folder_file_revision_and_url_give_one_digest(repository, packed, server, cache):
    (repository / "one.tar.gz").write_bytes(packed(OTHER))
    server.replies["/one.tar.gz"] = [Reply(body=packed(OTHER))]
    names = ("policies", "one.tar.gz", "git:main", "git:HEAD:policies", f"{server.url}/one.tar.gz")
    found = [origin.load(name, here=repository, cache=cache) for name in names]
    assert {each.digest for each in found} == {bundles.load(repository / "policies").digest}
    assert {each.document for each in found} == {found[0].document}


def test_a_revision_is_read_as_it_was_committed_and_nothing_is_checked_out(repository):
    (repository / "policies/config/thresholds/data.yaml").write_text("gap: 0.9\n")
    assert origin.load("git:v1", here=repository).data["config"]["thresholds"] == {"gap": 0.1}
    assert origin.load("git:v2", here=repository / "policies/lib").data["config"]["thresholds"] == {"gap": 0.2}
    assert (repository / "policies/config/thresholds/data.yaml").read_text() == "gap: 0.9\n"


def test_attributes_of_the_commit_do_not_change_what_is_read(repository):
    (repository / ".gitattributes").write_text("*.rego export-ignore\ndata.yaml export-subst\n")
    (repository / "policies/config/thresholds/data.yaml").write_text('gap: 0.1\nby: "$Format:%an$"\n')
    _git(repository, "add", ".")
    _git(repository, "commit", "-q", "-m", "attributes")
    assert origin.load("git:HEAD", here=repository).data["config"]["thresholds"]["by"] == "$Format:%an$"


def test_a_link_in_a_revision_is_refused(repository):
    (repository / "policies/lib/link.rego").symlink_to("/etc/passwd")
    _git(repository, "add", "policies")
    _git(repository, "commit", "-q", "-m", "link")
    with pytest.raises(BundleError, match=r"lib/link.rego: is a link"):
        origin.load("git:HEAD", here=repository)


@pytest.mark.parametrize("name", ["policies", "one.tar.gz", "git:v1"])
def test_tests_come_along_where_asked_for_and_only_there(repository, packed, name):
    (repository / "one.tar.gz").write_bytes(packed(TEST))
    (test,) = TEST
    assert test in origin.read(name, here=repository, tests=True).texts
    assert test not in origin.read(name, here=repository).texts
    assert test not in origin.load(name, here=repository).modules


@pytest.mark.parametrize(
    ("name", "error", "what"),
    [
        ("nowhere", BundleError, "there is no policy bundle here"),
        ("nothing.tar.gz", BundleError, "there is no policy bundle here"),
        ("git:v9", UsageError, "there is no such revision"),
        ("git:v1:elsewhere", UsageError, "elsewhere"),
        ("git:", UsageError, "names no revision"),
        ("git:--output=x", UsageError, "names no revision"),
        ("git:v1:../x", UsageError, "leads out of the repository"),
        ("git:v1:/etc", UsageError, "leads out of the repository"),
        ("s3://bucket", UsageError, "is not s3://bucket/key"),
        ("s3://Bucket_/x", UsageError, "is not s3://bucket/key"),
        ("ftp://host/x.tar.gz", UsageError, "ftp:// is not a place"),
        ("file:///etc/passwd", UsageError, "file:// is not a place"),
        ("http://example.org/x.tar.gz", UsageError, "neither https nor on this machine"),
        ("http://127.0.0.1.example.org/x", UsageError, "neither https nor on this machine"),
        ("https://ann:secret@example.org/x", UsageError, "holds a name or a password"),
        ("https:///x", UsageError, "is not a URL"),
        ("https://[::1/x", UsageError, "is not a URL"),
        ("a\0b", BundleError, "there is no policy bundle here"),
        ("~nobody-of-that-name/x", UsageError, "is not a path"),
    ],
)
def test_a_name_that_names_nothing_is_told_as_that(repository, name, error, what):
    with pytest.raises(error, match=what) as refusal:
        origin.load(name, here=repository)
    assert refusal.value.exit_code == 2
    assert "secret" not in refusal.value.message


def test_outside_a_repository_a_revision_names_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="git:main:policies: "):
        origin.load("git:main", here=tmp_path)


def test_what_a_folder_may_not_hold_a_file_may_not_either(tmp_path, packed):
    (tmp_path / "x.tar.gz").write_bytes(
        packed({"lib/clock.rego": "package mlgate.lib.clock\n\nnow := time.now_ns()\n"})
    )
    with pytest.raises(BundleError, match=r"lib/clock.rego:3: time.now_ns reads the clock"):
        origin.load("x.tar.gz", here=tmp_path)


@pytest.mark.parametrize("name", ["policies", "x.tar.gz", "git:main", "URL"])
def test_another_digest_than_the_pinned_one_is_an_alarm_wherever_it_comes_from(repository, packed, server, name):
    (repository / "x.tar.gz").write_bytes(packed())
    server.replies["/x"] = [Reply(body=packed())]
    with pytest.raises(IntegrityError, match="not the pinned sha256:0000") as refusal:
        origin.load(name.replace("URL", f"{server.url}/x"), here=repository, pin=Pin("sha256:" + "0" * 64))
    assert refusal.value.exit_code == 6


def test_a_pinned_digest_that_was_fetched_before_needs_no_network(packed, server, cache, tmp_path):
    server.replies["/x"] = [Reply(body=packed())]
    first = origin.load(f"{server.url}/x", here=tmp_path, cache=cache)
    again = origin.load("https://nowhere.invalid/x", here=tmp_path, cache=cache, pin=Pin(first.digest))
    assert again.document == first.document
    assert len(server.asked) == 1


def test_without_a_pin_the_newest_is_fetched_every_time(packed, server, cache, tmp_path):
    server.replies["/x"] = [Reply(body=packed()), Reply(body=packed(OTHER))]
    first, second = (origin.load(f"{server.url}/x", here=tmp_path, cache=cache) for _ in range(2))
    assert first.digest != second.digest


@pytest.mark.parametrize("spoilt", [b"", b"not a gzip", "other"])
def test_a_cache_that_was_meddled_with_is_noticed_fetched_anew_and_mended(packed, server, cache, tmp_path, spoilt):
    server.replies["/x"] = [Reply(body=packed())]
    good = origin.load(f"{server.url}/x", here=tmp_path, cache=cache)
    (kept,) = cache.folder.iterdir()
    kept.write_bytes(packed(OTHER) if spoilt == "other" else spoilt)
    again = origin.load(f"{server.url}/x", here=tmp_path, cache=cache, pin=Pin(good.digest))
    assert again.document == good.document
    assert len(server.asked) == 2
    assert kept.read_bytes() == packed()


def test_a_cache_that_cannot_be_written_is_no_fault(packed, server, tmp_path):
    (tmp_path / "file").write_text("in the way")
    server.replies["/x"] = [Reply(body=packed())]
    cache = origin.Cache(tmp_path / "file/cache")
    assert origin.load(f"{server.url}/x", here=tmp_path, cache=cache).reference.revision == "2026.11.1"


def test_what_is_not_a_bundle_is_not_kept(server, cache, tmp_path):
    server.replies["/x"] = [Reply(body=b"<html>sign in</html>")]
    with pytest.raises(BundleError, match="is not a gzipped tar"):
        origin.load(f"{server.url}/x", here=tmp_path, cache=cache)
    assert not cache.folder.exists()


def test_a_refused_connection_is_a_failure_of_the_way_not_of_the_bundle(tmp_path):
    with pytest.raises(FetchError, match=r"http://127.0.0.1:9/x: ") as failure:
        origin.load("http://127.0.0.1:9/x", here=tmp_path)
    assert failure.value.exit_code == 3
