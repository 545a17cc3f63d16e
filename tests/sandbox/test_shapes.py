"""Requests are held against botocore's service model, limits and patterns included."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from botocore.model import ListShape, MapShape, StructureShape

from mlgate.sandbox import shapes
from mlgate.sandbox.sagemaker import _READS, _WRITES
from tests.sandbox.clients import client

UPDATES = [
    ({"ModelLifeCycle": {"Stage": "pre_production", "StageStatus": "Approved"}}, "modelLifeCycle.stage"),
    ({"ModelLifeCycle": {"Stage": "Pre Production", "StageStatus": "Approved"}}, "modelLifeCycle.stage"),
    ({"ModelLifeCycle": {"Stage": "S" * 64, "StageStatus": "Approved"}}, "less than or equal to 63"),
    ({"ModelLifeCycle": {"Stage": "QA", "StageStatus": ""}}, "StageStatus"),
    ({"ModelLifeCycle": {"Stage": "QA"}}, 'Missing required parameter in ModelLifeCycle: "StageStatus"'),
    ({"ModelApprovalStatus": "approved"}, "enum value set"),
    ({"ModelApprovalStatus": None}, "Invalid type"),
    ({"ApprovalDescription": "x" * 1025}, "less than or equal to 1024"),
    ({"ApprovalDescription": "two\nlines"}, "regular expression"),
    ({"CustomerMetadataProperties": {}}, "greater than or equal to 1"),
    ({"CustomerMetadataProperties": {f"k{n}": "v" for n in range(51)}}, "less than or equal to 50"),
    ({"CustomerMetadataProperties": {"k" * 129: "v"}}, "less than or equal to 128"),
    ({"CustomerMetadataProperties": {"k": "v" * 257}}, "less than or equal to 256"),
    ({"CustomerMetadataProperties": {"k": ""}}, "min length"),
    ({"CustomerMetadataProperties": {"k": "a;b"}}, "regular expression"),
    ({"CustomerMetadataProperties": {"k": 1}}, "Invalid type"),
    ({"ClientToken": "x" * 37}, "less than or equal to 36"),
    ({"ClientToken": "a_b"}, "regular expression"),
    ({"ModelLifecycle": {"Stage": "QA", "StageStatus": "Approved"}}, "Unknown parameter"),
    ({"ModelPackageArn": "scorer/1"}, "modelPackageArn"),
    ({"InferenceSpecification": {"Containers": []}}, "min length"),
    ({"InferenceSpecification": {"Containers": [{"ImageDigest": "md5:1"}]}}, "containers.1.member.imageDigest"),
]


@pytest.mark.parametrize(("fields", "words"), UPDATES)
def test_an_update_that_the_model_does_not_allow_is_refused_and_changes_nothing(
    sandbox, sagemaker, create, fields, words
):
    arn = create()
    before = sagemaker.describe_model_package(ModelPackageName=arn)
    error = raw(sandbox, "UpdateModelPackage", {"ModelPackageArn": arn, "ApprovalDescription": "no", **fields})
    assert error["__type"] == "ValidationException"
    assert words in error["message"]
    after = sagemaker.describe_model_package(ModelPackageName=arn)
    assert {**after, "ResponseMetadata": 0} == {**before, "ResponseMetadata": 0}


@pytest.mark.parametrize(
    "fields",
    [
        {"CustomerMetadataProperties": {"mlgate-entry-hash": "sha256:" + "ab" * 32}},
        {"CustomerMetadataProperties": {"größe": "ünïcödé 1_2.3:4/5=6+7-8@9"}},
        {"ModelLifeCycle": {"Stage": "PreProduction", "StageStatus": "Approved", "StageDescription": ""}},
        {"ApprovalDescription": "G3 approved · high risk · see 7f3a"},
        {"SourceUri": "https://mlflow.example.com/#/runs/1"},
    ],
)
def test_an_update_that_the_model_allows_goes_through(sagemaker, create, fields):
    arn = create()
    sagemaker.update_model_package(ModelPackageArn=arn, **fields)
    shown = sagemaker.describe_model_package(ModelPackageName=arn)
    assert {name: shown[name] for name in fields} == fields


@pytest.mark.parametrize("name", ["under_score", "-dash", "dash-", "a b", "", "x" * 64, "ä"])
def test_a_group_is_named_as_sagemaker_allows(sagemaker, refused, name):
    assert refused(sagemaker.create_model_package_group, ModelPackageGroupName=name)[0] == "ValidationException"


def test_an_operation_that_is_not_served_is_unknown(sandbox):
    for name in ("CreateEndpoint", "NoSuchThing", ""):
        assert raw(sandbox, name, {})["__type"] == "UnknownOperationException"


def test_a_body_that_is_not_json_is_refused(sandbox):
    assert raw(sandbox, "ListModelPackages", b"{")["__type"] == "SerializationException"
    assert raw(sandbox, "ListModelPackages", b"[]")["__type"] == "ValidationException"


def test_a_request_without_credentials_is_refused(sandbox):
    answer = raw(sandbox, "ListModelPackages", {}, authorization="")
    assert answer["__type"] == "MissingAuthenticationToken"


def test_every_pattern_of_every_operation_served_is_understood():
    met = 0
    for name in (*_READS, *_WRITES):
        operation = shapes.operation("sagemaker", name)
        for shape in (operation.input_shape, operation.output_shape):
            for pattern in _patterns(shape, set()):
                met += 1
                shapes._matches(pattern, "a")
    assert met > 50


def _patterns(shape, seen):
    if shape is None or shape.name in seen:
        return
    seen.add(shape.name)
    if "pattern" in shape.metadata:
        yield shape.metadata["pattern"]
    if isinstance(shape, StructureShape):
        inner = shape.members.values()
    elif isinstance(shape, ListShape):
        inner = [shape.member]
    else:
        inner = [shape.key, shape.value] if isinstance(shape, MapShape) else []
    for each in inner:
        yield from _patterns(each, seen)


def test_the_sandbox_checks_its_own_answers():
    output = shapes.operation("sagemaker", "DescribeModelPackage").output_shape
    assert shapes.faults(output, {"ModelPackageName": "x"})
    list_output = shapes.operation("sagemaker", "ListModelPackages").output_shape
    assert shapes.faults(list_output, {"ModelPackageSummaryList": [], "Surprise": 1})


def raw(sandbox, operation, body, authorization=None):
    """A request as no SDK would send it."""
    signed = "AWS4-HMAC-SHA256 Credential=111122223333/20261112/eu-central-1/sagemaker/aws4_request, Signature=0"
    headers = {
        "X-Amz-Target": f"SageMaker.{operation}",
        "Content-Type": "application/x-amz-json-1.1",
        "Authorization": signed if authorization is None else authorization,
    }
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(HTTPError) as caught:
        build_opener(ProxyHandler({})).open(Request(sandbox.url, data=data, headers=headers))
    with caught.value as answer:
        return json.loads(answer.read())


def test_a_client_that_checks_nothing_gets_aws_words(sandbox, refused):
    careless = client("sagemaker", sandbox.url)
    code, message = refused(careless.describe_model_package, ModelPackageName="no spaces here")
    assert code == "ValidationException"
    assert message.startswith("1 validation error detected: Value 'no spaces here' at 'modelPackageName' failed to")
