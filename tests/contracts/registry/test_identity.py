"""Which registry, which package: names, accounts, and packages that were created again."""

from __future__ import annotations

import pytest

from mlgate.errors import InputError, NotFoundError
from mlgate.model.subject import subject
from tests.registry.effects import REF, effect


def test_the_account_is_always_the_same(backend, registry):
    assert registry.account() == registry.account() == backend.open().account()


def test_a_package_has_one_reference(backend, registry, package):
    assert backend.open().package(subject(REF)) == package
    assert package.subject == REF
    assert package.arn.endswith("model-package/credit-risk-scorer/1")


def test_an_update_does_not_change_the_reference(registry, package):
    registry.update(package, effect())
    assert registry.package(subject(REF)) == package


@pytest.mark.parametrize("ref", ["model/credit-risk-scorer/2", "model/nobody/1", "model/Credit-Risk-Scorer/1"])
def test_a_package_that_is_not_there_is_not_found(registry, ref):
    with pytest.raises(NotFoundError, match=ref) as caught:
        registry.package(subject(ref))
    assert caught.value.hint


def test_a_use_case_has_no_package(registry):
    with pytest.raises(InputError, match="is not a model version"):
        registry.package(subject("use-case/UC-CR-001"))


def test_a_group_may_have_capitals(backend, registry):
    backend.publish("model/Fraud-Detector/1", b"trees")
    package = registry.package(subject("model/Fraud-Detector/1"))
    assert package.subject == "model/Fraud-Detector/1"
    registry.update(package, effect(ref=package.subject))
    assert registry.describe(package).approval_status == "Approved"


@pytest.mark.parametrize("call", ["describe", "artifact"])
def test_a_package_created_again_under_the_same_name_is_another_one(backend, registry, package, call):
    backend.recreate(REF)
    with pytest.raises(NotFoundError, match="was deleted"):
        getattr(registry, call)(package)
    again = registry.package(subject(REF))
    assert again.arn == package.arn
    assert again.created_at > package.created_at


def test_packages_lists_every_version_as_describe_shows_it(backend, registry, package):
    backend.publish("model/credit-risk-scorer/2", b"weights 2")
    backend.publish("model/fraud-detector/1", b"trees")
    registry.update(package, effect())
    listed = list(registry.packages())
    assert [each.package.subject for each in listed] == [
        "model/credit-risk-scorer/1",
        "model/credit-risk-scorer/2",
        "model/fraud-detector/1",
    ]
    assert listed == [registry.describe(each.package) for each in listed]
    assert listed[0].approval_status == "Approved"


def test_packages_of_one_group_are_those_of_that_group(backend, registry):
    backend.publish("model/fraud-detector/1", b"trees")
    assert [each.package.subject for each in registry.packages("fraud-detector")] == ["model/fraud-detector/1"]
