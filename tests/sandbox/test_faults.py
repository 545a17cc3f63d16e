"""Faults on demand: what the client sees, what took effect, and the log of calls."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from tests.sandbox.clients import client

# fault, the code the client sees (None: no answer), whether the call took effect
FAULTS = [
    ("throttle", "ThrottlingException", False),
    ("refuse", "AccessDeniedException", False),
    ("fail", "InternalFailure", False),
    ("fail_after", "InternalFailure", True),
    ("hang", None, False),
    ("slow", None, False),
    ("late", None, True),
    ("drop_before", None, False),
    ("drop_after", None, True),
]


@pytest.mark.parametrize("case", FAULTS, ids=[each[0] for each in FAULTS])
def test_a_fault_is_seen_as_it_says(sandbox, create, case):
    fault, code, happened = case
    arn = create()
    hasty = client("sagemaker", sandbox.url, read_timeout=0.3)
    sandbox.faults.plant("UpdateModelPackage", fault, seconds=60)
    with pytest.raises((ClientError, BotoCoreError)) as caught:
        hasty.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
    seen = caught.value.response["Error"]["Code"] if isinstance(caught.value, ClientError) else None
    assert seen == code
    shown = hasty.describe_model_package(ModelPackageName=arn)["ModelApprovalStatus"]
    assert (shown == "Approved") is happened


def test_a_fault_spoils_so_many_calls_of_its_operation_and_no_other(sandbox, sagemaker, create):
    arn = create()
    sandbox.faults.plant("UpdateModelPackage", "throttle", calls=2)
    for _ in range(2):
        sagemaker.describe_model_package(ModelPackageName=arn)
        with pytest.raises(ClientError, match="Rate exceeded"):
            sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
    sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")


def test_faults_come_in_the_order_they_were_planted(sandbox, sagemaker, create):
    arn = create()
    sandbox.faults.plant("DescribeModelPackage", "fail")
    sandbox.faults.plant("DescribeModelPackage", "throttle")
    for code in ("InternalFailure", "ThrottlingException"):
        with pytest.raises(ClientError, match=code):
            sagemaker.describe_model_package(ModelPackageName=arn)


def test_s3_and_sts_can_be_spoiled_too(sandbox, s3):
    sandbox.faults.plant("ListObjectsV2", "refuse")
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.list_objects_v2(Bucket="models")
    sandbox.faults.plant("GetCallerIdentity", "throttle")
    with pytest.raises(ClientError, match="Throttling"):
        client("sts", sandbox.url).get_caller_identity()


def test_a_late_answer_reaches_a_client_that_waits(sandbox, sagemaker, create):
    arn = create()
    sandbox.faults.plant("UpdateModelPackage", "late", seconds=0.05)
    sandbox.faults.plant("UpdateModelPackage", "slow", seconds=0.05)
    for status in ("Approved", "Rejected"):
        sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus=status)
        assert sagemaker.describe_model_package(ModelPackageName=arn)["ModelApprovalStatus"] == status


def test_a_sandbox_that_stops_does_not_wait_for_its_faults(sandbox, create):
    arn = create()
    sandbox.faults.plant("DescribeModelPackage", "hang", seconds=3600)
    hasty = client("sagemaker", sandbox.url, read_timeout=0.1)
    with pytest.raises(BotoCoreError):
        hasty.describe_model_package(ModelPackageName=arn)
    sandbox.close()
    with pytest.raises(BotoCoreError):
        hasty.describe_model_package(ModelPackageName=arn)


def test_the_log_holds_every_call_with_its_parameters(sandbox, sagemaker, create):
    arn = create()
    sandbox.calls.clear()
    sandbox.faults.plant("UpdateModelPackage", "throttle")
    with pytest.raises(ClientError):
        sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
    with pytest.raises(ClientError):
        sagemaker.update_model_package(ModelPackageArn="scorer")
    spoiled, invalid = sandbox.calls.of("UpdateModelPackage")
    assert spoiled.parameters == {"ModelPackageArn": arn, "ModelApprovalStatus": "Approved"}
    assert (spoiled.fault, spoiled.account, spoiled.region) == ("throttle", "111122223333", "eu-central-1")
    assert (invalid.fault, invalid.parameters) == (None, None)
    assert sandbox.calls.of("DescribeModelPackage") == ()


def control(sandbox, method, path, document=None, host=None):
    data = json.dumps(document).encode() if document is not None else None
    headers = {"Host": host} if host else {}
    request = Request(f"{sandbox.url}/_sandbox/{path}", data=data, method=method, headers=headers)
    try:
        with build_opener(ProxyHandler({})).open(request) as answer:
            body = answer.read()
            return answer.status, json.loads(body) if body else None
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_another_process_plants_faults_and_reads_the_log_over_http(sandbox, sagemaker, create):
    arn = create()
    assert control(sandbox, "GET", "health") == (200, {"status": "ok"})
    wanted = {"operation": "UpdateModelPackage", "fault": "throttle", "calls": 2, "seconds": 1}
    assert control(sandbox, "POST", "faults", wanted) == (204, None)
    planted = {"operation": "UpdateModelPackage", "kind": "throttle", "calls": 2, "seconds": 1.0}
    assert control(sandbox, "GET", "faults") == (200, [planted])
    with pytest.raises(ClientError):
        sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
    assert control(sandbox, "DELETE", "faults") == (204, None)
    assert control(sandbox, "GET", "faults") == (200, [])
    status, calls = control(sandbox, "GET", "calls?operation=UpdateModelPackage")
    assert (status, [call["fault"] for call in calls]) == (200, ["throttle"])
    assert control(sandbox, "DELETE", "calls") == (204, None)
    assert control(sandbox, "GET", "calls") == (200, [])


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        {"operation": "X"},
        {"operation": "X", "fault": "explode"},
        {"operation": "X", "fault": "hang", "calls": 0},
        {"operation": "X", "fault": "hang", "seconds": -1},
        {"operation": "X", "fault": "hang", "seconds": "long"},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(sandbox, document):
    assert control(sandbox, "POST", "faults", document)[0] == 400
    assert sandbox.faults.planted() == ()


def test_what_control_does_not_know_is_not_found(sandbox):
    assert control(sandbox, "GET", "nothing")[0] == 404


def test_a_page_that_reaches_the_port_under_a_name_of_its_own_gets_no_answer(sandbox):
    assert control(sandbox, "GET", "calls", host="rebound.example.com")[0] == 403
