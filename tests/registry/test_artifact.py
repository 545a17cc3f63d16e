"""Pinning what a SageMaker package would run."""

from __future__ import annotations

import hashlib

import pytest

from mlgate.errors import InputError, RegistryRefusedError
from mlgate.model.subject import subject
from mlgate.registry.artifact import measurement
from tests.sandbox.clients import DIGEST, IMAGE, OTHER_ACCOUNT, REGION, client, container, specification


class Uploads:
    """Creates packages of one group, over a versioned bucket ``models``."""

    def __init__(self, sandbox, registry):
        self.registry = registry
        self.sagemaker = client("sagemaker", sandbox.url)
        self.s3 = client("s3", sandbox.url)
        self.sagemaker.create_model_package_group(ModelPackageGroupName="m")
        self.s3.create_bucket(Bucket="models", CreateBucketConfiguration={"LocationConstraint": REGION})
        self.s3.put_bucket_versioning(Bucket="models", VersioningConfiguration={"Status": "Enabled"})

    def put(self, key, data=b"weights", bucket="models", **more):
        self.s3.put_object(Bucket=bucket, Key=key, Body=data, **more)

    def package(self, *containers, **more):
        fields = {"InferenceSpecification": specification(*containers)} if containers else {}
        arn = self.sagemaker.create_model_package(ModelPackageGroupName="m", **fields, **more)["ModelPackageArn"]
        return self.registry.package(subject(f"model/m/{arn.rsplit('/', 1)[1]}"))

    def artifact(self, *containers, **more):
        return self.registry.artifact(self.package(*containers, **more))


@pytest.fixture
def uploads(sandbox, registry) -> Uploads:
    return Uploads(sandbox, registry)


class Overtaken:
    """S3, where somebody is quicker than every read."""

    def __init__(self, s3):
        self.head_object = s3.head_object
        self.list_objects_v2 = s3.list_objects_v2
        self.s3 = s3

    def get_object(self, **parameters):
        self.s3.put_object(Bucket=parameters["Bucket"], Key=parameters["Key"], Body=b"other")
        return self.s3.get_object(**parameters)


class SmallPages:
    """S3, two keys to a page."""

    def __init__(self, s3):
        self.head_object = s3.head_object
        self.get_object = s3.get_object
        self.s3 = s3

    def list_objects_v2(self, **parameters):
        return self.s3.list_objects_v2(MaxKeys=2, **parameters)


def sha(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def tree(uri="s3://models/tree/", kind="S3Prefix", **more):
    source = {"S3Uri": uri, "S3DataType": kind, "CompressionType": "None", **more}
    return {"ModelDataSource": {"S3DataSource": source}}


def test_the_image_may_be_pinned_by_its_own_name(uploads):
    uploads.put("m.tar.gz")
    named = {"Image": f"{IMAGE.split(':')[0]}@{DIGEST}", "ModelDataUrl": "s3://models/m.tar.gz"}
    (pinned,) = uploads.artifact(named).containers
    assert (pinned.image_digest, pinned.image) == (DIGEST, named["Image"])


def test_the_same_digest_under_another_name_is_another_artifact(uploads):
    uploads.put("m.tar.gz")
    named, renamed = (
        uploads.artifact(container("s3://models/m.tar.gz", Image=image)) for image in (IMAGE, f"other/{IMAGE}")
    )
    assert named != renamed


def test_an_image_named_by_a_tag_is_refused(uploads):
    uploads.put("m.tar.gz")
    with pytest.raises(InputError, match=r"model/m/1 container 1: the image .* is named by a tag"):
        uploads.artifact({"Image": IMAGE, "ModelDataUrl": "s3://models/m.tar.gz"})


def test_two_digests_for_one_image_are_refused(uploads):
    uploads.put("m.tar.gz")
    other = "sha256:" + "cd" * 32
    with pytest.raises(InputError, match="two images"):
        uploads.artifact(container("s3://models/m.tar.gz", Image=f"repository@{other}"))


def test_an_object_is_pinned_by_version_and_measured(uploads):
    uploads.put("m.tar.gz")
    (pinned,) = uploads.artifact(container("s3://models/m.tar.gz")).containers
    (item,) = pinned.objects
    assert (item.bucket, item.key, item.sha256) == ("models", "m.tar.gz", sha(b"weights"))
    assert item.version
    assert item.etag == f'"{hashlib.md5(b"weights").hexdigest()}"'


@pytest.mark.parametrize(
    "url",
    [
        "https://models.s3.eu-central-1.amazonaws.com/m.tar.gz",
        "https://models.s3.amazonaws.com/m.tar.gz",
        "https://s3.eu-central-1.amazonaws.com/models/m.tar.gz",
        "https://s3-eu-central-1.amazonaws.com/models/m.tar.gz",
    ],
)
def test_an_s3_url_names_the_same_object(uploads, url):
    uploads.put("m.tar.gz")
    assert uploads.artifact(container(url)) == uploads.artifact(container("s3://models/m.tar.gz"))


@pytest.mark.parametrize("url", ["https://example.com/m.tar.gz", "https://models.s3.example.com/m.tar.gz"])
def test_an_address_outside_s3_is_refused(uploads, url):
    with pytest.raises(InputError, match="not an S3 address"):
        uploads.artifact(container(url))


def test_every_object_under_a_prefix_counts(uploads):
    uploads.put("tree/a.json", b"a")
    uploads.put("tree/b c.bin", b"b")
    uploads.put("tree2/no.bin", b"c")
    (pinned,) = uploads.artifact({"Image": IMAGE, "ImageDigest": DIGEST, **tree()}).containers
    assert [(item.key, item.sha256) for item in pinned.objects] == [
        ("tree/a.json", sha(b"a")),
        ("tree/b c.bin", sha(b"b")),
    ]


def test_an_object_added_under_a_prefix_is_seen(uploads):
    uploads.put("tree/a.json", b"a")
    package = uploads.package({"Image": IMAGE, "ImageDigest": DIGEST, **tree()})
    measured = uploads.registry.artifact(package)
    uploads.put("tree/z.bin", b"late")
    assert uploads.registry.artifact(package, known=measured) != measured


def test_a_prefix_of_more_than_one_page_is_listed_to_the_end(uploads):
    keys = [f"tree/{number}" for number in range(5)]
    for key in keys:
        uploads.put(key, b"x")
    described = {"InferenceSpecification": specification({"ImageDigest": DIGEST, **tree()})}
    (pinned,) = measurement("m", SmallPages(uploads.s3), None).artifact(described).containers
    assert [item.key for item in pinned.objects] == keys


def test_a_prefix_without_objects_is_refused(uploads):
    with pytest.raises(InputError, match="there is no object under"):
        uploads.artifact({"Image": IMAGE, "ImageDigest": DIGEST, **tree("s3://models/nothing/")})


def test_an_object_that_is_not_there_is_refused(uploads):
    with pytest.raises(
        InputError, match=r"model/m/1 container 1 ModelDataUrl: s3://models/gone\.tar\.gz does not exist"
    ):
        uploads.artifact(container("s3://models/gone.tar.gz"))


def test_a_bucket_that_is_not_there_is_refused(uploads):
    with pytest.raises(InputError, match="s3://nowhere/tree/ does not exist"):
        uploads.artifact({"Image": IMAGE, "ImageDigest": DIGEST, **tree("s3://nowhere/tree/")})


def test_an_object_that_changes_while_it_is_read_is_not_pinned(sandbox, uploads):
    uploads.s3.create_bucket(Bucket="plain", CreateBucketConfiguration={"LocationConstraint": REGION})
    uploads.put("m.tar.gz", bucket="plain")
    described = {"InferenceSpecification": specification(container("s3://plain/m.tar.gz"))}
    with pytest.raises(RegistryRefusedError) as caught:
        measurement("m", Overtaken(uploads.s3), None).artifact(described)
    assert "changed while it was read" in caught.value.hint


def test_a_bucket_of_another_account_is_refused(sandbox, uploads):
    theirs = client("s3", sandbox.url, account=OTHER_ACCOUNT)
    theirs.create_bucket(Bucket="theirs", CreateBucketConfiguration={"LocationConstraint": REGION})
    theirs.put_object(Bucket="theirs", Key="m.tar.gz", Body=b"x")
    with pytest.raises(RegistryRefusedError, match=r"s3://theirs/m\.tar\.gz") as caught:
        uploads.artifact(container("s3://theirs/m.tar.gz"))
    assert "s3:GetObject" in caught.value.hint


@pytest.mark.parametrize("field", ["ManifestS3Uri", "HubAccessConfig"])
def test_what_cannot_be_pinned_is_refused(uploads, field):
    value = {"HubContentArn": "arn:x"} if field == "HubAccessConfig" else "s3://models/manifest"
    uploads.put("tree/a.json")
    with pytest.raises(InputError, match=field):
        uploads.artifact({"Image": IMAGE, "ImageDigest": DIGEST, **tree(**{field: value})})


def test_the_environment_is_part_of_the_artifact(uploads):
    uploads.put("m.tar.gz")
    one = uploads.artifact(container("s3://models/m.tar.gz", Environment={"THRESHOLD": "0.5"}))
    two = uploads.artifact(container("s3://models/m.tar.gz", Environment={"THRESHOLD": "0.1"}))
    assert one.containers[0].environment == {"THRESHOLD": "0.5"}
    assert one != two


def test_a_specification_added_later_changes_the_artifact(uploads):
    uploads.put("m.tar.gz")
    package = uploads.package(container("s3://models/m.tar.gz"))
    measured = uploads.registry.artifact(package)
    added = {"Name": "neo", "Containers": [container("s3://models/m.tar.gz", Environment={"X": "1"})]}
    uploads.sagemaker.update_model_package(ModelPackageArn=package.arn, AdditionalInferenceSpecificationsToAdd=[added])
    assert len(uploads.registry.artifact(package, known=measured).containers) == 2


def test_a_replaced_specification_changes_the_artifact(uploads):
    uploads.put("m.tar.gz")
    package = uploads.package(container("s3://models/m.tar.gz"))
    measured = uploads.registry.artifact(package)
    uploads.sagemaker.update_model_package(
        ModelPackageArn=package.arn,
        InferenceSpecification=specification(container("s3://models/m.tar.gz", ImageDigest="sha256:" + "cd" * 32)),
    )
    assert uploads.registry.artifact(package, known=measured) != measured


def test_further_data_sources_are_pinned(uploads):
    uploads.put("m.tar.gz")
    uploads.put("tree/a.json", b"a")
    further = {"ChannelName": "adapter", "S3DataSource": tree()["ModelDataSource"]["S3DataSource"]}
    (pinned,) = uploads.artifact(container("s3://models/m.tar.gz", AdditionalModelDataSources=[further])).containers
    assert [item.key for item in pinned.objects] == ["m.tar.gz", "tree/a.json"]


def test_a_package_that_runs_nothing_is_empty_and_is_seen_to_run_something_later(uploads):
    package = uploads.package()
    measured = uploads.registry.artifact(package)
    assert measured.containers == ()
    uploads.put("m.tar.gz")
    uploads.sagemaker.update_model_package(
        ModelPackageArn=package.arn, InferenceSpecification=specification(container("s3://models/m.tar.gz"))
    )
    assert uploads.registry.artifact(package, known=measured) != measured


def test_a_known_version_is_not_read_again(sandbox, uploads):
    uploads.put("m.tar.gz")
    package = uploads.package(container("s3://models/m.tar.gz"))
    measured = uploads.registry.artifact(package)
    assert len(sandbox.calls.of("GetObject")) == 1
    assert uploads.registry.artifact(package, known=measured) == measured
    assert len(sandbox.calls.of("GetObject")) == 1


def test_without_versions_a_known_object_is_read_again(sandbox, uploads):
    uploads.s3.create_bucket(Bucket="plain", CreateBucketConfiguration={"LocationConstraint": REGION})
    uploads.put("m.tar.gz", bucket="plain")
    package = uploads.package(container("s3://plain/m.tar.gz"))
    measured = uploads.registry.artifact(package)
    assert measured.containers[0].objects[0].version is None
    assert uploads.registry.artifact(package, known=measured) == measured
    assert len(sandbox.calls.of("GetObject")) == 2


def test_a_sha256_that_s3_verified_is_taken_without_reading(sandbox, uploads):
    uploads.put("m.tar.gz", ChecksumAlgorithm="SHA256")
    (pinned,) = uploads.artifact(container("s3://models/m.tar.gz")).containers
    assert pinned.objects[0].sha256 == sha(b"weights")
    assert sandbox.calls.of("GetObject") == ()


def test_a_large_object_is_measured_in_chunks(uploads):
    data = bytes(range(256)) * 4096 * 3 + b"tail"
    uploads.put("big.bin", data)
    (pinned,) = uploads.artifact(container("s3://models/big.bin")).containers
    assert pinned.objects[0].sha256 == sha(data)
