"""A bundle built here: the same bytes from the same policies, and OPA loads it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request

import pytest

from mlgate.errors import BundleError, UsageError
from mlgate.policy import archive, bundle, files, origin, release
from mlgate.policy.origin import address
from mlgate.shipped import shipped
from tests.needs import opa
from tests.policy.origin.test_origin import OTHER, TEST, _git, repository  # noqa: F401 - a fixture


def _built(folder, revision=None):
    return release.build(files.read(folder), revision)


def test_the_archive_is_the_same_whatever_lies_beside_and_however_files_were_written(folder, tmp_path):
    first = _built(folder()).archive
    path = folder({"README.md": "words", "lib/evidence/evidence_test.rego": "a test"})
    for number, file in enumerate(sorted(path.rglob("*"))):
        os.utime(file, (number, number))
        file.chmod(0o700)
    path.rename(tmp_path / "elsewhere")
    assert _built(tmp_path / "elsewhere").archive == first


def test_what_is_loaded_from_the_archive_is_what_the_folder_says(folder):
    plain = bundle.load(folder())
    found = origin.unpack(_built(folder()).archive, "b")
    assert (found.document, found.digest) == (plain.document, plain.digest)
    assert list(found.catalogue.controls) == ["FAIR-001"]


def test_files_travel_as_they_are_and_only_the_revision_is_set(folder):
    then = archive.read(_built(folder()).archive, "b")
    now = archive.read(_built(folder(), "2026.12").archive, "b")
    assert {name for name in then if then[name] != now[name]} == {".manifest"}
    assert json.loads(now[".manifest"]) == json.loads(then[".manifest"]) | {"revision": "2026.12"}


def test_the_revision_is_part_of_the_digest_and_nothing_else_is(folder):
    """A folder whose manifest says the revision has the digest of what was built with that revision."""
    built = _built(folder(), "2026.12").bundle
    manifest = '{"rego_version": 1, "revision": "2026.12", "roots": ["mlgate", "config"]}'
    assert built.digest == bundle.load(folder({".manifest": manifest})).digest
    assert built.digest != _built(folder({".manifest": manifest}), "2026.13").bundle.digest


@pytest.mark.parametrize(
    "changes", [{"lib/clock.rego": "package mlgate.lib.clock\n\nnow := time.now_ns()\n"}, {".manifest": "{}"}]
)
def test_what_is_not_loaded_is_not_built(folder, changes):
    with pytest.raises(BundleError):
        _built(folder(changes), "2026.12")


def test_a_revision_too_long_for_a_manifest_is_refused(folder):
    with pytest.raises(BundleError, match="revision"):
        _built(folder(), "x" * 129)


def _revision(name, here, *, dirty=False):
    place = address.parse(name, here)
    return release.revision(place, origin.read(name, here=here), dirty=dirty)


def test_a_tag_on_the_commit_is_the_revision(repository):  # noqa: F811 - the fixture
    assert _revision("policies", repository) == "v2"
    assert _revision("git:v1", repository) == "v1"


def test_without_a_tag_it_is_the_last_commit_that_changed_the_folder(repository):  # noqa: F811 - the fixture
    (repository / "README").write_text("words")
    _git(repository, "add", "README")
    _git(repository, "commit", "-q", "-m", "words")
    assert _revision("policies", repository) == "v2"
    (repository / "policies/lib/evidence/evidence.rego").write_text("# changed\npackage mlgate.lib.evidence\n")
    _git(repository, "commit", "-q", "-a", "-m", "policies")
    named = _revision("policies", repository)
    assert named.startswith("v2-2-g")
    (repository / "README").write_text("more words")
    _git(repository, "commit", "-q", "-a", "-m", "more words")
    assert _revision("policies", repository) == _revision("git:HEAD", repository) == named


@pytest.mark.parametrize("how", ["changed", "new", "ignored", "gone"])
def test_what_is_not_committed_is_not_built_unless_asked_for(repository, how):  # noqa: F811 - the fixture
    named = {"changed": "config/thresholds/data.yaml", "gone": "config/thresholds/data.yaml"}.get(how, "lib/new.rego")
    path = repository / "policies" / named
    if how == "ignored":
        (repository / ".git/info/exclude").write_text("new.rego\n")
    path.unlink() if how == "gone" else path.write_text("package mlgate.lib.new\n\none := 1\n")
    with pytest.raises(UsageError, match=f"not what is committed: {named}"):
        _revision("policies", repository)
    assert _revision("policies", repository, dirty=True) == "v2-dirty"


def test_a_test_that_is_not_committed_does_not_matter_for_it_is_not_built(repository):  # noqa: F811 - the fixture
    (repository / "policies" / next(iter(TEST))).write_text("package changed\n")
    assert _revision("policies", repository) == "v2"


def test_outside_a_repository_or_before_the_first_commit_the_manifest_says_it(folder, tmp_path):
    folder(OTHER)
    assert _revision("policies", tmp_path) is None
    _git(tmp_path, "init", "-q")
    assert _revision("policies", tmp_path) is None


@pytest.fixture(scope="module")
def shipped_archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("built") / "b.tar.gz"
    path.write_bytes(release.build(files.read(shipped("policies")), "2026.11.2").archive)
    return path


def test_opa_evaluates_the_shipped_policies_from_the_archive(shipped_archive):
    line = [opa(), "eval", "-b", str(shipped_archive), "--format", "raw", "data.config.thresholds"]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == bundle.load(shipped("policies")).data["config"]["thresholds"]


def test_an_opa_server_serves_the_archive_at_its_revision(shipped_archive):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [opa(), "run", "--server", "--addr", f"127.0.0.1:{port}", "-b", str(shipped_archive)]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            url = f"http://127.0.0.1:{port}/v1/data/config/lifecycle?provenance=true"
            answer = _answer(url)
        finally:
            server.terminate()
    assert answer["result"] == bundle.load(shipped("policies")).data["config"]["lifecycle"]
    assert [each["revision"] for each in answer["provenance"]["bundles"].values()] == ["2026.11.2"]


def _answer(url):
    for _ in range(100):
        try:
            with urllib.request.urlopen(url) as answer:
                return json.load(answer)
        except OSError:
            time.sleep(0.1)
    pytest.fail("OPA did not come up")
