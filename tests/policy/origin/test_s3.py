"""A bundle in S3: the sandbox's, over real HTTP."""

from __future__ import annotations

import boto3
import pytest

from mlgate.errors import FetchError, IntegrityError
from mlgate.policy import origin
from mlgate.policy.origin import Pin, s3
from mlgate.policy.origin.address import Object
from mlgate.policy.origin.fetching import Patience
from mlgate.sandbox import Sandbox
from tests.policy.origin.server import Reply

BRISK = Patience(connect=1, read=1, whole=10, attempts=3)


@pytest.fixture
def account(monkeypatch, tmp_path):
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "111122223333")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    return monkeypatch


@pytest.fixture
def bucket(account):
    with Sandbox() as sandbox:
        account.setenv("AWS_ENDPOINT_URL_S3", sandbox.url)
        client = boto3.client("s3")
        client.create_bucket(Bucket="policies", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        yield client


def test_a_bundle_in_s3_is_the_bundle(bucket, packed, cache, tmp_path):
    bucket.put_object(Bucket="policies", Key="2026/one.tar.gz", Body=packed())
    found = origin.load("s3://policies/2026/one.tar.gz", here=tmp_path, cache=cache)
    assert found.reference.revision == "2026.11.1"
    bucket.put_object(Bucket="policies", Key="2026/one.tar.gz", Body=b"something else")
    again = origin.load("s3://policies/2026/one.tar.gz", here=tmp_path, cache=cache, pin=Pin(found.digest))
    assert again.document == found.document


def test_another_bundle_under_the_same_key_is_an_alarm(bucket, packed, cache, tmp_path):
    bucket.put_object(Bucket="policies", Key="one.tar.gz", Body=packed())
    with pytest.raises(IntegrityError, match="not the pinned"):
        origin.load("s3://policies/one.tar.gz", here=tmp_path, cache=cache, pin=Pin("sha256:" + "0" * 64))


@pytest.mark.parametrize(("name", "code"), [("policies/none.tar.gz", "NoSuchKey"), ("nobucket/x", "NoSuchBucket")])
def test_an_object_that_is_not_there_is_told_with_s3s_word(bucket, tmp_path, name, code):
    with pytest.raises(FetchError, match=f"s3://{name}: S3 answers {code}") as failure:
        origin.load(f"s3://{name}", here=tmp_path)
    assert failure.value.exit_code == 3


def test_a_busy_store_is_asked_again_and_a_refusal_is_not(account, server):
    account.setenv("AWS_ENDPOINT_URL_S3", server.url)
    server.replies["/policies/x"] = [Reply(503), Reply(body=b"there")]
    server.replies["/policies/y"] = [Reply(403)]
    assert s3.fetch(Object("policies", "x"), BRISK) == b"there"
    with pytest.raises(FetchError, match="S3 answers 403"):
        s3.fetch(Object("policies", "y"), BRISK)
    assert [path.partition("?")[0] for path in server.asked] == ["/policies/x", "/policies/x", "/policies/y"]


def test_an_endpoint_in_clear_text_is_used_on_this_machine_only(account):
    account.setenv("AWS_ENDPOINT_URL_S3", "http://example.org")
    with pytest.raises(FetchError, match="neither https nor on this machine"):
        s3.fetch(Object("policies", "x"), BRISK)


def test_without_an_answer_every_attempt_is_made_and_the_last_told(account):
    account.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    with pytest.raises(FetchError, match=r"s3://policies/x: ") as failure:
        s3.fetch(Object("policies", "x"), BRISK)
    assert "\n" not in failure.value.message
