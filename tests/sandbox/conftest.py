"""A sandbox with a clock that moves when looked at, and clients of its account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from mlgate.sandbox import Sandbox
from tests.sandbox.clients import client, specification, ticking


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(clock=ticking().__next__) as running:
        yield running


@pytest.fixture
def sagemaker(sandbox) -> Any:
    return client("sagemaker", sandbox.url)


@pytest.fixture
def s3(sandbox) -> Any:
    return client("s3", sandbox.url)


@pytest.fixture
def create(sagemaker):
    """Creates a version of a group, and the group where there is none; returns its ARN."""

    def make(group: str = "scorer", **fields: Any) -> str:
        shown = sagemaker.list_model_package_groups(NameContains=group)["ModelPackageGroupSummaryList"]
        if not shown:
            sagemaker.create_model_package_group(ModelPackageGroupName=group)
        given = {"InferenceSpecification": specification(), **fields}
        return sagemaker.create_model_package(ModelPackageGroupName=group, **given)["ModelPackageArn"]

    return make


@pytest.fixture
def refused():
    """The code and message with which a call is refused."""

    def ask(call: Any, **parameters: Any) -> tuple[str, str]:
        with pytest.raises(ClientError) as caught:
            call(**parameters)
        error = caught.value.response["Error"]
        return error["Code"], error["Message"]

    return ask
