"""What is the local registry's own: packages made of files, in the file of the governance table."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import pytest

from mlgate.errors import (
    InputError,
    NotFoundError,
    RegistryRefusedError,
    RegistryThrottledError,
    RegistryUnreachableError,
    UsageError,
)
from mlgate.model.effect import METADATA_NUMBER, RegistryAccount
from mlgate.model.subject import subject
from mlgate.model.vocabulary import RegistryKind
from mlgate.registry.local import LocalRegistry
from mlgate.table.sqlite import SqliteTable
from tests.registry.effects import REF, effect

DIGEST = "sha256:" + "ab" * 32


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / ".mlgate"
    folder.mkdir()
    return folder / "governance.db"


@pytest.fixture
def registry(path):
    opened = LocalRegistry(path)
    yield opened
    opened.close()


def test_it_lives_in_the_file_of_the_governance_table(path, registry):
    with SqliteTable(path, create=True) as table:
        registry.register(REF)
        assert table.read([REF]).views == {}
    with SqliteTable(path):
        assert [each.package.subject for each in registry.packages()] == [REF]


def test_it_may_be_there_before_the_table(path, registry):
    registry.register(REF)
    with SqliteTable(path, create=True):
        assert registry.package(subject(REF)).subject == REF


def test_it_is_in_no_account(registry):
    assert registry.account() == RegistryAccount(kind=RegistryKind.LOCAL, account="local", region="local")


def test_an_arn_cannot_be_mistaken_for_one_of_aws(registry):
    registry.register(REF)
    assert registry.package(subject(REF)).arn == "arn:mlgate:local:::model-package/credit-risk-scorer/1"


def test_a_package_may_have_nothing_but_a_name(registry):
    registry.register(REF)
    assert registry.artifact(registry.package(subject(REF))).containers == ()


def test_a_package_may_have_an_image_and_no_files(registry):
    registry.register(REF, image=f"registry.example.com/model@{DIGEST}")
    (container,) = registry.artifact(registry.package(subject(REF))).containers
    assert (container.image_digest, container.objects) == (DIGEST, ())


def test_an_image_named_by_a_tag_is_refused(registry):
    with pytest.raises(InputError, match="named by a tag"):
        registry.register(REF, image="model:latest")
    assert list(registry.packages()) == []


def test_a_folder_counts_with_every_file_that_is_in_it_now(registry, tmp_path):
    model = tmp_path / "model"
    (model / "sub").mkdir(parents=True)
    (model / "a.bin").write_bytes(b"a")
    (model / "sub" / "b.bin").write_bytes(b"b")
    registry.register(REF, [model])
    package = registry.package(subject(REF))
    measured = registry.artifact(package)
    assert [item.key for item in measured.containers[0].objects] == ["../model/a.bin", "../model/sub/b.bin"]
    (model / "c.bin").write_bytes(b"c")
    assert registry.artifact(package, known=measured) != measured


def test_a_file_moved_together_with_its_registry_is_the_same_artifact(tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    (before / "m.bin").write_bytes(b"weights")
    first = LocalRegistry(before / "governance.db")
    first.register(REF, [before / "m.bin"])
    measured = first.artifact(first.package(subject(REF)))
    first.close()
    before.rename(after)
    second = LocalRegistry(after / "governance.db")
    assert second.artifact(second.package(subject(REF))) == measured
    second.close()


def test_a_file_that_is_gone_is_named(registry, tmp_path):
    file = tmp_path / "m.bin"
    file.write_bytes(b"weights")
    registry.register(REF, [file])
    package = registry.package(subject(REF))
    file.unlink()
    with pytest.raises(InputError, match=r"m\.bin: No such file") as caught:
        registry.artifact(package)
    assert caught.value.hint


@pytest.mark.parametrize("kind", ["missing", "empty folder"])
def test_nothing_is_registered_without_its_files(registry, tmp_path, kind):
    file = tmp_path / "m"
    if kind == "empty folder":
        file.mkdir()
    with pytest.raises(InputError):
        registry.register(REF, [file])
    assert list(registry.packages()) == []


def test_registering_the_same_again_changes_nothing(registry, tmp_path):
    file = tmp_path / "m.bin"
    file.write_bytes(b"weights")
    registry.register(REF, [file])
    package = registry.package(subject(REF))
    registry.update(package, effect())
    registry.register(REF, [file])
    assert registry.package(subject(REF)) == package
    assert registry.describe(package).approval_status == "Approved"


def test_a_version_cannot_be_registered_with_something_else(registry, tmp_path):
    file = tmp_path / "m.bin"
    file.write_bytes(b"weights")
    registry.register(REF)
    with pytest.raises(UsageError, match="registered already") as caught:
        registry.register(REF, [file])
    assert caught.value.hint == "register it as model/credit-risk-scorer/2"


def test_a_use_case_cannot_be_registered(registry):
    with pytest.raises(InputError):
        registry.register("use-case/UC-CR-001")


def test_an_update_of_a_package_created_again_is_refused(path, registry):
    registry.register(REF)
    package = registry.package(subject(REF))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM registry_packages")
    with pytest.raises(NotFoundError):
        registry.update(package, effect())
    registry.register(REF)
    with pytest.raises(NotFoundError, match="was deleted"):
        registry.update(package, effect())
    assert registry.describe(registry.package(subject(REF))).approval_status == "PendingManualApproval"


def test_threads_share_one_registry(registry):
    registry.register(REF)
    package = registry.package(subject(REF))
    threads = [threading.Thread(target=registry.update, args=(package, effect(number=n))) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert registry.describe(package).metadata[METADATA_NUMBER] in {str(number) for number in range(1, 9)}


def test_a_file_held_by_another_process_means_that_the_update_did_not_happen(path):
    registry = LocalRegistry(path, timeout_seconds=0.05)
    registry.register(REF)
    package = registry.package(subject(REF))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RegistryThrottledError, match="held by another process"):
            registry.update(package, effect())
    assert registry.describe(package).approval_status == "PendingManualApproval"
    registry.close()


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(RegistryRefusedError, match="cannot be opened") as caught:
        list(LocalRegistry(tmp_path / "none" / "governance.db").packages())
    assert caught.value.hint


def test_a_file_of_something_else_is_refused(path, registry):
    path.write_bytes(b"not a database, and long enough to be looked at as one" * 20)
    with pytest.raises(RegistryRefusedError, match="not an SQLite file"):
        registry.package(subject(REF))


def test_a_damaged_file_means_that_the_outcome_is_unknown(path, registry):
    registry.register(REF)
    package = registry.package(subject(REF))
    registry.close()
    data = bytearray(path.read_bytes())
    data[100:] = b"\xff" * (len(data) - 100)
    path.write_bytes(bytes(data))
    with pytest.raises(RegistryUnreachableError):
        registry.update(package, effect())
