"""Groups, lists and accounts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.sandbox.clients import OTHER_ACCOUNT, client


def test_a_group_is_described_by_name_and_by_arn(sagemaker):
    arn = sagemaker.create_model_package_group(ModelPackageGroupName="scorer", ModelPackageGroupDescription="d")[
        "ModelPackageGroupArn"
    ]
    assert arn == "arn:aws:sagemaker:eu-central-1:111122223333:model-package-group/scorer"
    for name in ("scorer", arn):
        shown = sagemaker.describe_model_package_group(ModelPackageGroupName=name)
        assert (shown["ModelPackageGroupArn"], shown["ModelPackageGroupDescription"]) == (arn, "d")


def test_a_group_exists_once(sagemaker, refused):
    sagemaker.create_model_package_group(ModelPackageGroupName="scorer")
    code, message = refused(sagemaker.create_model_package_group, ModelPackageGroupName="scorer")
    assert (code, "already exists" in message) == ("ValidationException", True)


def test_a_group_with_versions_is_not_deleted(sagemaker, create, refused):
    create()
    assert refused(sagemaker.delete_model_package_group, ModelPackageGroupName="scorer")[0] == "ConflictException"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("order", ["Ascending", "Descending"])
def test_pages_hold_every_version_once_and_in_order(sagemaker, create, size, order):
    arns = [create() for _ in range(7)]
    pages = list(
        sagemaker.get_paginator("list_model_packages").paginate(
            ModelPackageGroupName="scorer", SortOrder=order, PaginationConfig={"PageSize": size}
        )
    )
    listed = [each["ModelPackageArn"] for page in pages for each in page["ModelPackageSummaryList"]]
    assert listed == (arns if order == "Ascending" else arns[::-1])
    assert len(pages) == -(-7 // size)


def test_a_version_created_between_pages_is_neither_lost_nor_shown_twice(sagemaker, create):
    arns = [create() for _ in range(3)]
    first = sagemaker.list_model_packages(ModelPackageGroupName="scorer", MaxResults=2)
    arns.append(create())
    rest = sagemaker.list_model_packages(ModelPackageGroupName="scorer", NextToken=first["NextToken"])
    both = first["ModelPackageSummaryList"] + rest["ModelPackageSummaryList"]
    assert [each["ModelPackageArn"] for each in both] == arns


@pytest.mark.parametrize("token", ["x", "bm90IGpzb24=", "MQ==", "WzEsIDJd"])
def test_a_token_of_something_else_is_refused(sagemaker, create, refused, token):
    create()
    call = sagemaker.list_model_packages
    code, _ = refused(call, ModelPackageGroupName="scorer", SortBy="Name", NextToken=token)
    assert code == "ValidationException"


def test_without_a_group_versioned_packages_are_listed_only_when_asked_for(sagemaker, create):
    create("a")
    create("b")
    assert sagemaker.list_model_packages()["ModelPackageSummaryList"] == []
    for kind in ("Versioned", "Both"):
        assert len(sagemaker.list_model_packages(ModelPackageType=kind)["ModelPackageSummaryList"]) == 2


def test_a_summary_has_status_and_stage_but_no_package_name(sagemaker, create):
    stage = {"Stage": "QA", "StageStatus": "Approved"}
    create(ModelApprovalStatus="Approved", ModelLifeCycle=stage)
    (summary,) = sagemaker.list_model_packages(ModelPackageGroupName="scorer")["ModelPackageSummaryList"]
    assert (summary["ModelApprovalStatus"], summary["ModelLifeCycle"]) == ("Approved", stage)
    assert "ModelPackageName" not in summary


def test_filters(sagemaker, create):
    create(ModelApprovalStatus="Approved")
    create()
    middle = sagemaker.describe_model_package(ModelPackageName="scorer/2")["CreationTime"]

    def versions(**more):
        found = sagemaker.list_model_packages(ModelPackageGroupName="scorer", **more)["ModelPackageSummaryList"]
        return [each["ModelPackageVersion"] for each in found]

    assert versions(ModelApprovalStatus="Approved") == [1]
    assert versions(CreationTimeAfter=middle) == [2]
    assert versions(CreationTimeBefore=datetime(2000, 1, 1, tzinfo=UTC)) == []
    assert versions(NameContains="SCOR") == [1, 2]
    assert versions(NameContains="other") == []


def test_groups_are_listed_by_name(sagemaker):
    for name in ("b", "a", "c"):
        sagemaker.create_model_package_group(ModelPackageGroupName=name)
    listed = sagemaker.list_model_package_groups(SortBy="Name", SortOrder="Descending", MaxResults=2)
    assert [each["ModelPackageGroupName"] for each in listed["ModelPackageGroupSummaryList"]] == ["c", "b"]
    cross = sagemaker.list_model_package_groups(CrossAccountFilterOption="CrossAccount")
    assert cross["ModelPackageGroupSummaryList"] == []


def test_accounts_and_regions_do_not_see_each_other(sandbox, sagemaker, create, refused):
    arn = create()
    theirs = client("sagemaker", sandbox.url, account=OTHER_ACCOUNT)
    elsewhere = client("sagemaker", sandbox.url, region="us-east-1")
    for other in (theirs, elsewhere):
        assert other.list_model_packages(ModelPackageType="Both")["ModelPackageSummaryList"] == []
        assert refused(other.describe_model_package, ModelPackageName="scorer/1")[0] == "ValidationException"
    assert refused(theirs.describe_model_package, ModelPackageName=arn)[0] == "AccessDeniedException"
    assert refused(theirs.update_model_package, ModelPackageArn=arn, ModelApprovalStatus="Approved")[0] == (
        "AccessDeniedException"
    )
    code, message = refused(elsewhere.describe_model_package, ModelPackageName=arn)
    assert (code, message) == ("ValidationException", "ARN should be scoped to correct region: us-east-1")


def test_the_same_name_may_be_taken_in_every_account(sandbox, create):
    create()
    theirs = client("sagemaker", sandbox.url, account=OTHER_ACCOUNT)
    arn = theirs.create_model_package_group(ModelPackageGroupName="scorer")["ModelPackageGroupArn"]
    assert OTHER_ACCOUNT in arn


def test_the_caller_is_the_account_of_the_access_key(sandbox):
    assert client("sts", sandbox.url, account=OTHER_ACCOUNT).get_caller_identity()["Account"] == OTHER_ACCOUNT
    named = client("sts", sandbox.url, account="AKIDTOM").get_caller_identity()
    assert (named["Account"], named["Arn"]) == ("111122223333", "arn:aws:iam::111122223333:user/AKIDTOM")


def test_an_arn_has_the_partition_of_its_region(sandbox):
    china = client("sagemaker", sandbox.url, region="cn-north-1")
    arn = china.create_model_package_group(ModelPackageGroupName="scorer")["ModelPackageGroupArn"]
    assert arn.startswith("arn:aws-cn:sagemaker:cn-north-1:")


def test_names_in_arns_are_in_lower_case(sagemaker, create, refused):
    assert create("Scorer").endswith("model-package/scorer/1")
    mixed = "arn:aws:sagemaker:eu-central-1:111122223333:model-package/Scorer/1"
    assert refused(sagemaker.describe_model_package, ModelPackageName=mixed)[0] == "ValidationException"
