"""S3 as far as a model artifact needs it."""

from __future__ import annotations

import base64
import hashlib

import pytest

from tests.sandbox.clients import OTHER_ACCOUNT, REGION, client

WHERE = {"CreateBucketConfiguration": {"LocationConstraint": REGION}}


@pytest.fixture
def bucket(s3) -> str:
    s3.create_bucket(Bucket="models", **WHERE)
    return "models"


@pytest.fixture
def versioned(s3, bucket) -> str:
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return bucket


def test_an_object_comes_back_as_it_was_put(s3, bucket):
    data = bytes(range(256)) * 1000
    put = s3.put_object(Bucket=bucket, Key="a/b c+ü.bin", Body=data, ContentType="x/y", Metadata={"run": "1"})
    got = s3.get_object(Bucket=bucket, Key="a/b c+ü.bin")
    assert got["Body"].read() == data
    assert got["ETag"] == put["ETag"] == f'"{hashlib.md5(data).hexdigest()}"'
    assert (got["ContentLength"], got["ContentType"], got["Metadata"]) == (len(data), "x/y", {"run": "1"})


def test_without_versioning_the_newest_replaces_the_older(s3, bucket):
    assert "VersionId" not in s3.put_object(Bucket=bucket, Key="k", Body=b"1")
    s3.put_object(Bucket=bucket, Key="k", Body=b"2")
    got = s3.get_object(Bucket=bucket, Key="k")
    assert (got["Body"].read(), "VersionId" in got) == (b"2", False)


def test_with_versioning_every_version_stays(s3, versioned):
    first = s3.put_object(Bucket=versioned, Key="k", Body=b"1")["VersionId"]
    second = s3.put_object(Bucket=versioned, Key="k", Body=b"1")["VersionId"]
    assert first != second
    assert s3.head_object(Bucket=versioned, Key="k")["VersionId"] == second
    assert s3.get_object(Bucket=versioned, Key="k", VersionId=first)["Body"].read() == b"1"


def test_what_was_put_before_versioning_is_the_version_null(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"1")
    assert "Status" not in s3.get_bucket_versioning(Bucket=bucket)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    assert s3.head_object(Bucket=bucket, Key="k")["VersionId"] == "null"
    s3.put_object(Bucket=bucket, Key="k", Body=b"2")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    s3.put_object(Bucket=bucket, Key="k", Body=b"3")
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"3"
    assert s3.get_object(Bucket=bucket, Key="k", VersionId="null")["Body"].read() == b"3"
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Suspended"


def test_a_checksum_is_kept_and_shown_when_asked_for(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"data", ChecksumAlgorithm="SHA256")
    wanted = base64.b64encode(hashlib.sha256(b"data").digest()).decode()
    shown = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert (shown["ChecksumSHA256"], shown["ChecksumType"]) == (wanted, "FULL_OBJECT")
    assert "ChecksumSHA256" not in s3.head_object(Bucket=bucket, Key="k")


def test_a_wrong_checksum_is_refused(s3, bucket, refused):
    wrong = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    assert refused(s3.put_object, Bucket=bucket, Key="k", Body=b"data", ChecksumSHA256=wrong)[0] == "BadDigest"
    wrong = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    assert refused(s3.put_object, Bucket=bucket, Key="k", Body=b"data", ContentMD5=wrong)[0] == "BadDigest"
    assert refused(s3.get_object, Bucket=bucket, Key="k")[0] == "NoSuchKey"


def test_a_read_may_ask_for_a_range_or_for_an_etag(s3, bucket, refused):
    etag = s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")["ETag"]
    part = s3.get_object(Bucket=bucket, Key="k", Range="bytes=2-4")
    assert (part["Body"].read(), part["ContentRange"]) == (b"234", "bytes 2-4/10")
    assert s3.get_object(Bucket=bucket, Key="k", Range="bytes=8-")["Body"].read() == b"89"
    assert refused(s3.get_object, Bucket=bucket, Key="k", Range="bytes=10-")[0] == "InvalidRange"
    assert s3.get_object(Bucket=bucket, Key="k", IfMatch=etag)["Body"].read() == b"0123456789"
    assert refused(s3.get_object, Bucket=bucket, Key="k", IfMatch='"other"')[0] == "PreconditionFailed"


def test_a_file_can_be_uploaded_and_downloaded(s3, bucket, tmp_path):
    (tmp_path / "up").write_bytes(b"weights" * 1000)
    s3.upload_file(str(tmp_path / "up"), bucket, "k")
    s3.download_file(bucket, "k", str(tmp_path / "down"))
    assert (tmp_path / "down").read_bytes() == b"weights" * 1000


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_keys_are_listed_in_order_and_to_the_end(s3, bucket, size):
    keys = ["a/1", "a/10", "a/2 &<", "a/ü", "a/Z", "b/1"]
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=bucket, Prefix="a/", PaginationConfig={"PageSize": size}
    )
    assert [each["Key"] for page in pages for each in page.get("Contents", [])] == [
        "a/1", "a/10", "a/2 &<", "a/Z", "a/ü",
    ]  # fmt: skip


def test_a_bucket_belongs_to_one_account(sandbox, s3, bucket, refused):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    theirs = client("s3", sandbox.url, account=OTHER_ACCOUNT)
    assert refused(s3.create_bucket, Bucket=bucket, **WHERE)[0] == "BucketAlreadyOwnedByYou"
    assert refused(theirs.create_bucket, Bucket=bucket, **WHERE)[0] == "BucketAlreadyExists"
    assert refused(theirs.get_object, Bucket=bucket, Key="k")[0] == "AccessDenied"
    assert refused(theirs.head_object, Bucket=bucket, Key="k")[0] == "403"


def test_a_bucket_is_made_in_the_region_of_the_call(sandbox, s3, refused):
    assert refused(s3.create_bucket, Bucket="models")[0] == "IllegalLocationConstraintException"
    us = client("s3", sandbox.url, region="us-east-1")
    us.create_bucket(Bucket="models")
    assert us.head_bucket(Bucket="models")["BucketRegion"] == "us-east-1"


@pytest.mark.parametrize("name", ["Upper", "ab", "10.0.0.1", "under_score"])
def test_a_bucket_is_named_as_s3_allows(s3, refused, name):
    assert refused(s3.create_bucket, Bucket=name, **WHERE)[0] == "InvalidBucketName"


def test_what_is_not_there_is_told_apart(s3, versioned, refused):
    s3.put_object(Bucket=versioned, Key="k", Body=b"x")
    assert refused(s3.get_object, Bucket="nothing", Key="k")[0] == "NoSuchBucket"
    assert refused(s3.get_object, Bucket=versioned, Key="none")[0] == "NoSuchKey"
    assert refused(s3.get_object, Bucket=versioned, Key="k", VersionId="none")[0] == "NoSuchVersion"
    assert refused(s3.head_object, Bucket=versioned, Key="none")[0] == "404"


@pytest.mark.parametrize(
    ("call", "more"),
    [
        ("put_object", {"ACL": "public-read"}),
        ("put_object", {"ServerSideEncryption": "AES256"}),
        ("put_object", {"IfNoneMatch": "*"}),
        ("get_object", {"PartNumber": 1}),
        ("delete_object", {}),
    ],
)
def test_what_is_not_served_is_said_so_and_not_ignored(s3, bucket, refused, call, more):
    assert refused(getattr(s3, call), Bucket=bucket, Key="k", **more)[0] == "NotImplemented"
