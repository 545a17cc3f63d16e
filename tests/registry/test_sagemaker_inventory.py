"""Every package of an account, read to the end."""

from __future__ import annotations

import pytest

from mlgate.errors import NotFoundError
from mlgate.sandbox.seed import model_version
from tests.sandbox.clients import REGION, client


def test_more_packages_than_fit_on_a_page_are_all_listed(sandbox, registry):
    sagemaker = client("sagemaker", sandbox.url)
    for _ in range(104):
        sagemaker.create_model_package(ModelPackageGroupName="credit-risk-scorer")
    listed = [each.package.subject for each in registry.packages("credit-risk-scorer")]
    assert listed == [f"model/credit-risk-scorer/{number}" for number in range(1, 106)]
    assert len(sandbox.calls.of("ListModelPackages")) >= 2


def test_a_package_that_is_deleted_while_they_are_read_is_left_out(sandbox, registry):
    model_version(sandbox.url, REGION, group="credit-risk-scorer", version=3)
    packages = registry.packages()
    assert next(packages).package.subject == "model/credit-risk-scorer/1"
    client("sagemaker", sandbox.url).delete_model_package(ModelPackageName="credit-risk-scorer/2")
    assert [each.package.subject for each in packages] == ["model/credit-risk-scorer/3"]


def test_a_version_born_approved_is_listed_as_that(sandbox, registry):
    stage = {"Stage": "Production", "StageStatus": "Approved"}
    client("sagemaker", sandbox.url).create_model_package(
        ModelPackageGroupName="credit-risk-scorer", ModelApprovalStatus="Approved", ModelLifeCycle=stage
    )
    state = list(registry.packages())[-1]
    assert (state.approval_status, state.lifecycle.stage, state.metadata) == ("Approved", "Production", {})


def test_a_group_that_is_not_there_is_not_found(registry):
    with pytest.raises(NotFoundError, match="nobody"):
        list(registry.packages("nobody"))
