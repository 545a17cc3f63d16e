"""Every implementation of the registry; each test of this folder runs over each of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from mlgate.model.subject import subject
from mlgate.registry.interface import Inventory, Registry
from mlgate.registry.local import LocalRegistry
from mlgate.registry.sagemaker import SageMakerRegistry
from mlgate.sandbox import Sandbox
from tests.sandbox.clients import REGION, client, container, specification, ticking


class CompleteRegistry(Registry, Inventory, Protocol):
    """What `compose` hands out."""


class Backend(Protocol):
    """The world behind a registry: what its owners and strangers do to it."""

    def open(self) -> CompleteRegistry:
        """One more handle on the same registry."""
        ...

    def publish(self, ref: str, content: bytes) -> None:
        """Create a package whose model file has this content."""
        ...

    def overwrite(self, ref: str, content: bytes) -> None:
        """Put another model file in the place of a package's."""
        ...

    def recreate(self, ref: str) -> None:
        """Delete a package and create it again under the same name."""
        ...

    def touch(self, ref: str, approval_status: str, metadata: dict[str, str]) -> None:
        """A change that did not come through the gate."""
        ...


class SageMakerBackend:
    def __init__(self, stack: ExitStack) -> None:
        self.sandbox = stack.enter_context(Sandbox(clock=ticking().__next__))
        self.sagemaker = client("sagemaker", self.sandbox.url)
        self.s3 = client("s3", self.sandbox.url)
        self.s3.create_bucket(Bucket="models", CreateBucketConfiguration={"LocationConstraint": REGION})
        self.s3.put_bucket_versioning(Bucket="models", VersioningConfiguration={"Status": "Enabled"})

    def open(self) -> SageMakerRegistry:
        return SageMakerRegistry(REGION, endpoint_url=self.sandbox.url)

    def publish(self, ref: str, content: bytes) -> None:
        group = subject(ref).name
        shown = self.sagemaker.list_model_package_groups()["ModelPackageGroupSummaryList"]
        if group not in {each["ModelPackageGroupName"] for each in shown}:
            self.sagemaker.create_model_package_group(ModelPackageGroupName=group)
        self.overwrite(ref, content)
        created = self.sagemaker.create_model_package(
            ModelPackageGroupName=group, InferenceSpecification=specification(container(f"s3://models/{ref}"))
        )
        assert created["ModelPackageArn"].endswith(ref.removeprefix("model").lower())

    def overwrite(self, ref: str, content: bytes) -> None:
        self.s3.put_object(Bucket="models", Key=ref, Body=content)

    def recreate(self, ref: str) -> None:
        group = subject(ref).name
        content = self.s3.get_object(Bucket="models", Key=ref)["Body"].read()
        self.sagemaker.delete_model_package(ModelPackageName=f"{group}/1")
        self.sagemaker.delete_model_package_group(ModelPackageGroupName=group)
        self.publish(ref, content)

    def touch(self, ref: str, approval_status: str, metadata: dict[str, str]) -> None:
        name = ref.removeprefix("model/")
        arn = self.sagemaker.describe_model_package(ModelPackageName=name)["ModelPackageArn"]
        self.sagemaker.update_model_package(
            ModelPackageArn=arn, ModelApprovalStatus=approval_status, CustomerMetadataProperties=metadata
        )


class LocalBackend:
    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.path = folder / "governance.db"
        self.folder = folder
        self.stack = stack
        self.moments = (datetime.fromtimestamp(each, UTC) for each in ticking())
        self.registry = self.open()

    def open(self) -> LocalRegistry:
        registry = LocalRegistry(self.path, now=self.moments.__next__)
        self.stack.callback(registry.close)
        return registry

    def publish(self, ref: str, content: bytes) -> None:
        self.overwrite(ref, content)
        self.registry.register(ref, [self._file(ref)])

    def overwrite(self, ref: str, content: bytes) -> None:
        self._file(ref).write_bytes(content)

    def recreate(self, ref: str) -> None:
        self._execute("DELETE FROM registry_packages WHERE model_group = ? AND version = ?", ref)
        self.registry.register(ref, [self._file(ref)])

    def touch(self, ref: str, approval_status: str, metadata: dict[str, str]) -> None:
        setting = "UPDATE registry_packages SET approval_status = ?, metadata = ?"
        self._execute(f"{setting} WHERE model_group = ? AND version = ?", ref, approval_status, json.dumps(metadata))

    def _file(self, ref: str) -> Path:
        return self.folder / ref.replace("/", "-")

    def _execute(self, sql: str, ref: str, *values: str) -> None:
        named = subject(ref)
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(sql, (*values, named.name, named.version))


IMPLEMENTATIONS: dict[str, Callable[[Path, ExitStack], Backend]] = {
    "local": LocalBackend,
    "sagemaker": lambda _folder, stack: SageMakerBackend(stack),
}


@pytest.fixture(params=sorted(IMPLEMENTATIONS))
def backend(request, tmp_path) -> Iterator[Backend]:
    """A registry that holds ``credit-risk-scorer`` in one version."""
    with ExitStack() as stack:
        made = IMPLEMENTATIONS[request.param](tmp_path, stack)
        made.publish("model/credit-risk-scorer/1", b"weights")
        yield made


@pytest.fixture
def registry(backend) -> CompleteRegistry:
    return backend.open()


@pytest.fixture
def package(registry):
    return registry.package(subject("model/credit-risk-scorer/1"))
