"""Something to look at: model artifacts in S3, and groups with versions that wait for approval."""

from __future__ import annotations

import hashlib
import io
import tarfile
from typing import TYPE_CHECKING, Any

from mlgate.registry.aws import SANDBOX_ACCOUNT, Connection

if TYPE_CHECKING:
    from mypy_boto3_sagemaker.client import SageMakerClient

BUCKET = "model-artifacts"
IMAGE_ACCOUNT = "683313688378"
"""An account that publishes framework images; the sandbox pulls nothing."""


def seed(url: str, region: str, *, account: str = SANDBOX_ACCOUNT) -> None:
    """``credit-risk-scorer`` in two versions and ``fraud-detector`` in one, none of them approved."""
    model_version(url, region, group="credit-risk-scorer", version=2, account=account)
    model_version(url, region, group="fraud-detector", version=1, account=account)


def model_version(url: str, region: str, *, group: str, version: int, account: str = SANDBOX_ACCOUNT) -> None:
    """Upload a small artifact and create versions of a group up to ``version``, on the sandbox at ``url``.

    Versions that exist already are left as they are.
    """
    connection = Connection(region, endpoint_url=url, sandbox_account=account)
    if not connection.is_sandbox:
        raise ValueError(f"{url} is not a sandbox")
    bucket = _bucket(connection.objects, region, account)
    registry = connection.reader
    present = _versions(registry, group)
    for number in range(present + 1, version + 1):
        key = f"{group}/{number}/model.tar.gz"
        store: Any = connection.objects
        store.put_object(Bucket=bucket, Key=key, Body=_artifact(group, number), ChecksumAlgorithm="SHA256")
        registry.create_model_package(
            ModelPackageGroupName=group,
            ModelPackageDescription=f"{group}, version {number}",
            InferenceSpecification={
                "Containers": [
                    {
                        "Image": f"{IMAGE_ACCOUNT}.dkr.ecr.{region}.amazonaws.com/sagemaker-xgboost:1.7-1",
                        "ImageDigest": "sha256:" + hashlib.sha256(b"sagemaker-xgboost:1.7-1").hexdigest(),
                        "ModelDataUrl": f"s3://{bucket}/{key}",
                        "Environment": {"SAGEMAKER_PROGRAM": "inference.py"},
                    }
                ],
                "SupportedContentTypes": ["text/csv"],
                "SupportedResponseMIMETypes": ["text/csv"],
            },
        )


def _bucket(store: Any, region: str, account: str) -> str:
    """A versioned bucket of the account, made where there is none."""
    from botocore.exceptions import ClientError

    name = f"{BUCKET}-{account}-{region}"
    elsewhere = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    try:
        store.create_bucket(Bucket=name, **elsewhere)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != "BucketAlreadyOwnedByYou":
            raise
    store.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


def _versions(registry: SageMakerClient, group: str) -> int:
    """How many versions a group has; the group is made where there is none."""
    groups = registry.get_paginator("list_model_package_groups").paginate(NameContains=group)
    names = {summary["ModelPackageGroupName"] for page in groups for summary in page["ModelPackageGroupSummaryList"]}
    if group not in names:
        registry.create_model_package_group(ModelPackageGroupName=group)
        return 0
    pages = registry.get_paginator("list_model_packages").paginate(ModelPackageGroupName=group)
    return max(
        (summary.get("ModelPackageVersion", 0) for page in pages for summary in page["ModelPackageSummaryList"]),
        default=0,
    )


def _artifact(group: str, number: int) -> bytes:
    """A tar archive, the same bytes every time."""
    content = f'{{"model": "{group}", "version": {number}}}\n'.encode()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo("model.json")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()
