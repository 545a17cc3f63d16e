"""What a package would run, by digest."""

from __future__ import annotations

import hashlib

from mlgate.model.subject import subject
from tests.registry.effects import REF, effect


def test_the_artifact_holds_the_sha256_of_every_file(registry, package):
    (container,) = registry.artifact(package).containers
    assert [item.sha256 for item in container.objects] == ["sha256:" + hashlib.sha256(b"weights").hexdigest()]


def test_the_same_package_has_the_same_artifact(backend, registry, package):
    measured = registry.artifact(package)
    assert registry.artifact(package) == measured
    assert registry.artifact(package, known=measured) == measured
    assert backend.open().artifact(package) == measured


def test_an_update_does_not_change_the_artifact(registry, package):
    measured = registry.artifact(package)
    registry.update(package, effect())
    assert registry.artifact(package, known=measured) == measured


def test_a_file_that_was_overwritten_is_seen_even_when_the_old_one_is_known(backend, registry, package):
    measured = registry.artifact(package)
    backend.overwrite(REF, b"poison!")
    changed = registry.artifact(package, known=measured)
    assert changed != measured
    assert changed == registry.artifact(package)
    (item,) = changed.containers[0].objects
    assert item.sha256 == "sha256:" + hashlib.sha256(b"poison!").hexdigest()


def test_what_is_known_of_another_package_is_not_taken_for_this_one(backend, registry, package):
    backend.publish("model/fraud-detector/1", b"trees")
    other = registry.artifact(registry.package(subject("model/fraud-detector/1")))
    assert registry.artifact(package, known=other) == registry.artifact(package)
