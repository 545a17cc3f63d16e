"""SageMaker in trouble: one call is one call, and "did not happen" is never mixed up with "may have happened"."""

from __future__ import annotations

import pytest

from mlgate.errors import (
    NotFoundError,
    RegistryError,
    RegistryRefusedError,
    RegistryThrottledError,
    RegistryUnreachableError,
)
from tests.registry.effects import GRANT, effect
from tests.sandbox.clients import REGION, client

# fault, the error it is told as, whether the update took effect
FAULTS = [
    ("throttle", RegistryThrottledError, False),
    ("refuse", RegistryRefusedError, False),
    ("fail", RegistryUnreachableError, False),
    ("fail_after", RegistryUnreachableError, True),
    ("hang", RegistryUnreachableError, False),
    ("late", RegistryUnreachableError, True),
    ("drop_before", RegistryUnreachableError, False),
    ("drop_after", RegistryUnreachableError, True),
]


@pytest.mark.parametrize("case", FAULTS, ids=[each[0] for each in FAULTS])
def test_a_failed_update_is_one_call_and_is_told_for_what_it_is(sandbox, registry, package, case):
    fault, told_as, happened = case
    sandbox.faults.plant("UpdateModelPackage", fault, calls=5, seconds=30)
    with pytest.raises(RegistryError) as caught:
        registry.update(package, effect())
    assert type(caught.value) is told_as
    assert caught.value.hint
    assert "credit-risk-scorer" in caught.value.message
    assert len(sandbox.calls.of("UpdateModelPackage")) == 1
    sandbox.faults.clear()
    assert (registry.describe(package).approval_status == "Approved") is happened


def test_an_update_that_lands_after_the_client_gave_up_is_one_call(sandbox, registry, package):
    sandbox.faults.plant("UpdateModelPackage", "slow", seconds=1.5)
    with pytest.raises(RegistryUnreachableError):
        registry.update(package, effect())
    assert registry.describe(package).approval_status == "PendingManualApproval"
    while registry.describe(package).approval_status != "Approved":
        assert len(sandbox.calls.of("UpdateModelPackage")) == 1
    assert len(sandbox.calls.of("UpdateModelPackage")) == 1


def test_an_update_after_a_failed_one_goes_through(sandbox, registry, package):
    sandbox.faults.plant("UpdateModelPackage", "drop_before")
    with pytest.raises(RegistryUnreachableError):
        registry.update(package, effect())
    registry.update(package, effect())
    assert registry.describe(package).approval_status == "Approved"


def test_an_update_of_a_deleted_package_is_not_found(sandbox, registry, package):
    client("sagemaker", sandbox.url).delete_model_package(ModelPackageName=package.arn)
    with pytest.raises(NotFoundError, match="does not exist"):
        registry.update(package, effect())


def test_a_change_that_sagemaker_cannot_spell_is_refused_by_it(registry, package):
    change = GRANT.model_copy(update={"stage": "pre_production"})
    with pytest.raises(RegistryRefusedError, match=r"modelLifeCycle\.stage") as caught:
        registry.update(package, effect(change))
    assert "registry mapping" in caught.value.hint
    assert registry.describe(package).approval_status == "PendingManualApproval"


def test_a_word_that_is_no_approval_status_is_refused(registry, package):
    change = GRANT.model_copy(update={"approval_status": "approved"})
    with pytest.raises(RegistryRefusedError, match="modelApprovalStatus"):
        registry.update(package, effect(change))


@pytest.mark.parametrize("fault", ["throttle", "fail", "drop_before"])
def test_a_read_is_tried_again(sandbox, registry, package, fault):
    sandbox.calls.clear()
    sandbox.faults.plant("DescribeModelPackage", fault)
    assert registry.describe(package).package == package
    assert len(sandbox.calls.of("DescribeModelPackage")) == 2


def test_a_read_is_given_up_in_the_end(sandbox, registry, package):
    sandbox.calls.clear()
    sandbox.faults.plant("DescribeModelPackage", "throttle", calls=100)
    with pytest.raises(RegistryThrottledError):
        registry.describe(package)
    assert len(sandbox.calls.of("DescribeModelPackage")) == 2


def test_a_refused_read_is_not_tried_again(sandbox, registry, package):
    sandbox.calls.clear()
    sandbox.faults.plant("DescribeModelPackage", "refuse", calls=100)
    with pytest.raises(RegistryRefusedError, match="not authorized"):
        registry.describe(package)
    assert len(sandbox.calls.of("DescribeModelPackage")) == 1


def test_a_registry_that_is_gone_is_unreachable(sandbox, registry, package):
    sandbox.close()
    with pytest.raises(RegistryUnreachableError):
        registry.update(package, effect())
    with pytest.raises(RegistryUnreachableError):
        registry.describe(package)


@pytest.mark.parametrize(
    ("operation", "call"),
    [
        ("HeadObject", lambda registry, package: registry.artifact(package)),
        ("ListModelPackages", lambda registry, _package: list(registry.packages())),
    ],
)
def test_no_read_is_complete_when_a_part_of_it_is_refused(sandbox, registry, package, operation, call):
    sandbox.faults.plant(operation, "refuse")
    with pytest.raises(RegistryRefusedError):
        call(registry, package)


def test_an_account_that_does_not_answer_is_unreachable(sandbox, registry):
    sandbox.faults.plant("GetCallerIdentity", "drop_before", calls=100)
    with pytest.raises(RegistryUnreachableError, match="who am I"):
        registry.account()


def test_another_account_does_not_see_the_package(sandbox, package):
    other = client("sagemaker", sandbox.url, account="444455556666", region=REGION)
    assert other.list_model_packages(ModelPackageType="Versioned")["ModelPackageSummaryList"] == []
