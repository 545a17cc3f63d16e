"""What a bundle is, and that it comes back whole from its document."""

from __future__ import annotations

import json

import pytest

from mlgate.canonical import digest_bytes
from mlgate.errors import BundleError
from mlgate.policy.bundle import from_document, load
from tests.policy.small import GAP


def test_a_bundle_holds_modules_without_their_tests_data_by_folder_and_the_manifest(bundle):
    found = bundle({"controls/fairness/gap/gap_test.rego": "not even Rego", "README.md": "words"})
    assert set(found.modules) == {"request/plan.rego", GAP, "lib/evidence/evidence.rego"}
    assert found.data["config"]["thresholds"] == {"gap": 0.1}
    assert found.reference.revision == "2026.11.1"


def test_the_digest_is_of_the_document_and_the_document_makes_the_same_bundle(bundle):
    found = bundle()
    again = from_document(found.document)
    assert found.digest == digest_bytes(found.document) == again.digest
    assert again.document == found.document
    assert list(again.catalogue.controls) == ["FAIR-001"]


def test_a_digest_does_not_depend_on_where_the_folder_lies(bundle, tmp_path):
    found = bundle()
    (tmp_path / "policies").rename(tmp_path / "elsewhere")
    assert load(tmp_path / "elsewhere").digest == found.digest


@pytest.mark.parametrize(
    "changes",
    [
        {"config/thresholds/data.yaml": "gap: 0.2\n"},
        {".manifest": '{"revision": "2026.11.2", "roots": ["mlgate", "config"], "rego_version": 1}'},
        {"lib/more.rego": "package mlgate.lib.more\n\none := 1\n"},
    ],
)
def test_any_change_of_policies_or_data_changes_the_digest(bundle, changes):
    before = bundle().digest
    assert bundle(changes).digest != before


def test_a_comment_in_data_changes_nothing(bundle):
    before = bundle().digest
    assert bundle({"config/thresholds/data.yaml": "# lower was tried\ngap: 0.1\n"}).digest == before


@pytest.mark.parametrize(
    "document", [b"", b"[]", b"{}", b"\xff", b'{"manifest": {}, "modules": [1], "data": {}}', b"[" * 9999]
)
def test_a_document_that_is_no_bundle_is_refused(document):
    with pytest.raises(BundleError):
        from_document(document)


def test_a_document_passes_the_same_guards_as_a_folder(bundle):
    whole = json.loads(bundle().document)
    whole["modules"]["lib/clock.rego"] = "package mlgate.lib.clock\n\nnow := time.now_ns()\n"
    with pytest.raises(BundleError, match=r"lib/clock.rego:3: time.now_ns reads the clock"):
        from_document(json.dumps(whole).encode())


def test_data_files_that_say_different_things_of_different_places_are_laid_together(bundle):
    found = bundle({"config/data.json": '{"thresholds": {"auc": 0.7}, "more": [1]}'})
    assert found.data["config"]["thresholds"] == {"gap": 0.1, "auc": 0.7}
    assert found.data["config"]["more"] == [1]
