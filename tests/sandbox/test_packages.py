"""Model packages as SageMaker keeps them; each claim's source is named where the behaviour stands."""

from __future__ import annotations

import pytest

from tests.sandbox.clients import container, specification

CARD = {"ModelCardContent": '{"model_overview": {"model_creator": "tom"}}', "ModelCardStatus": "Draft"}


def test_versions_are_numbered_in_their_group(sagemaker, create):
    arns = [create("a"), create("a"), create("b")]
    assert [arn.split("/", 1)[1] for arn in arns] == ["a/1", "a/2", "b/1"]
    shown = sagemaker.describe_model_package(ModelPackageName=arns[1])
    assert (shown["ModelPackageGroupName"], shown["ModelPackageVersion"]) == ("a", 2)


def test_the_number_of_a_deleted_version_is_not_given_again(sagemaker, create):
    create()
    sagemaker.delete_model_package(ModelPackageName=create())
    assert create().endswith("/3")


def test_a_group_created_again_numbers_from_one(sagemaker, create):
    sagemaker.delete_model_package(ModelPackageName=create())
    sagemaker.delete_model_package_group(ModelPackageGroupName="scorer")
    assert create().endswith("/1")


def test_a_version_waits_for_approval_unless_it_is_born_otherwise(sagemaker, create):
    waiting = sagemaker.describe_model_package(ModelPackageName=create())
    assert waiting["ModelApprovalStatus"] == "PendingManualApproval"
    stage = {"Stage": "Production", "StageStatus": "Approved"}
    born = sagemaker.describe_model_package(
        ModelPackageName=create(ModelApprovalStatus="Approved", ModelLifeCycle=stage)
    )
    assert (born["ModelApprovalStatus"], born["ModelLifeCycle"]) == ("Approved", stage)


def test_the_same_client_token_creates_one_version(create):
    assert create(ClientToken="once") == create(ClientToken="once") != create(ClientToken="twice")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ModelApprovalStatus", "Rejected"),
        ("ApprovalDescription", "second"),
        ("ModelLifeCycle", {"Stage": "QA", "StageStatus": "Rejected"}),
        ("SourceUri", "s3://elsewhere/run"),
        ("InferenceSpecification", specification(container("s3://models/other.tar.gz"))),
        ("ModelCard", CARD | {"ModelCardStatus": "Approved"}),
        ("CustomerMetadataProperties", {"a": "2", "b": "1"}),
    ],
)
def test_an_update_changes_what_is_passed_and_leaves_the_rest(sagemaker, create, field, value):
    first = {
        "ModelApprovalStatus": "Approved",
        "ModelLifeCycle": {"Stage": "QA", "StageStatus": "Approved", "StageDescription": "tested"},
        "SourceUri": "s3://here/run",
        "ModelCard": CARD,
        "CustomerMetadataProperties": {"a": "1", "b": "1"},
        "ModelPackageDescription": "kept",
        "MetadataProperties": {"CommitId": "abc"},
    }
    arn = create(**first)
    sagemaker.update_model_package(ModelPackageArn=arn, ApprovalDescription="first")
    before = sagemaker.describe_model_package(ModelPackageName=arn)
    sagemaker.update_model_package(ModelPackageArn=arn, **{field: value})
    after = sagemaker.describe_model_package(ModelPackageName=arn)
    changed = {name for name in before if before[name] != after[name]} - {"ResponseMetadata", "LastModifiedTime"}
    assert changed == {field}
    assert after[field] == value


def test_metadata_is_merged_and_removed_key_by_key(sagemaker, create):
    arn = create(CustomerMetadataProperties={"a": "1", "b": "1"})
    sagemaker.update_model_package(
        ModelPackageArn=arn, CustomerMetadataProperties={"c": "1"}, CustomerMetadataPropertiesToRemove=["a", "none"]
    )
    shown = sagemaker.describe_model_package(ModelPackageName=arn)
    assert shown["CustomerMetadataProperties"] == {"b": "1", "c": "1"}
    sagemaker.update_model_package(ModelPackageArn=arn, CustomerMetadataPropertiesToRemove=["b", "c"])
    assert "CustomerMetadataProperties" not in sagemaker.describe_model_package(ModelPackageName=arn)


def test_a_key_cannot_be_set_and_removed_at_once(sagemaker, create, refused):
    code, _ = refused(
        sagemaker.update_model_package,
        ModelPackageArn=create(),
        CustomerMetadataProperties={"a": "1"},
        CustomerMetadataPropertiesToRemove=["a"],
    )
    assert code == "ValidationException"


def test_a_package_has_at_most_fifty_metadata_properties_in_all(sagemaker, create, refused):
    arn = create(CustomerMetadataProperties={f"k{number}": "1" for number in range(48)})
    sagemaker.update_model_package(ModelPackageArn=arn, CustomerMetadataProperties={"x": "1", "y": "1"})
    code, message = refused(sagemaker.update_model_package, ModelPackageArn=arn, CustomerMetadataProperties={"z": "1"})
    assert (code, "at most 50" in message) == ("ValidationException", True)
    assert len(sagemaker.describe_model_package(ModelPackageName=arn)["CustomerMetadataProperties"]) == 50


def test_additional_specifications_are_added_to_those_there_are(sagemaker, create, refused):
    def named(name: str) -> dict[str, object]:
        return {"Name": name, "Containers": [container()]}

    arn = create(AdditionalInferenceSpecifications=[named("one")])
    sagemaker.update_model_package(ModelPackageArn=arn, AdditionalInferenceSpecificationsToAdd=[named("two")])
    shown = sagemaker.describe_model_package(ModelPackageName=arn)["AdditionalInferenceSpecifications"]
    assert [each["Name"] for each in shown] == ["one", "two"]
    more = [named(f"n{number}") for number in range(14)]
    update = sagemaker.update_model_package
    assert refused(update, ModelPackageArn=arn, AdditionalInferenceSpecificationsToAdd=more)[0] == "ValidationException"
    again = [named("one")]
    assert (
        refused(update, ModelPackageArn=arn, AdditionalInferenceSpecificationsToAdd=again)[0] == "ValidationException"
    )


def test_who_modified_last_and_when_is_shown(sagemaker, create):
    arn = create()
    before = sagemaker.describe_model_package(ModelPackageName=arn)
    assert "LastModifiedTime" not in before
    sagemaker.update_model_package(ModelPackageArn=arn, ApprovalDescription="x")
    after = sagemaker.describe_model_package(ModelPackageName=arn)
    assert after["CreationTime"] == before["CreationTime"] < after["LastModifiedTime"]
    assert after["LastModifiedBy"]["IamIdentity"]["Arn"] == "arn:aws:iam::111122223333:user/sandbox"


def test_metadata_only_withholds_what_a_model_card_says_and_nothing_else(sagemaker, create):
    arn = create(ModelCard=CARD)
    whole = sagemaker.describe_model_package(ModelPackageName=arn)
    only = sagemaker.describe_model_package(ModelPackageName=arn, IncludedData="MetadataOnly")
    assert whole["ModelCard"] == CARD
    assert only["ModelCard"] == {"ModelCardStatus": "Draft", "ModelCardContent": "{}"}
    assert {**whole, "ModelCard": 0, "ResponseMetadata": 0} == {**only, "ModelCard": 0, "ResponseMetadata": 0}


def test_a_batch_tells_of_each_arn(sagemaker, create):
    arn = create(ModelApprovalStatus="Approved")
    gone = arn.replace("/1", "/9")
    answer = sagemaker.batch_describe_model_package(ModelPackageArnList=[arn, gone])
    assert answer["ModelPackageSummaries"][arn]["ModelApprovalStatus"] == "Approved"
    assert answer["BatchDescribeModelPackageErrorMap"][gone]["ErrorCode"] == "ValidationException"


@pytest.mark.parametrize("call", ["describe_model_package", "delete_model_package"])
def test_what_does_not_exist_is_a_validation_exception(sagemaker, refused, call):
    code, message = refused(getattr(sagemaker, call), ModelPackageName="scorer/1")
    assert code == "ValidationException"
    assert message.endswith("model-package/scorer/1 does not exist.")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ModelPackageName": "x"}, "Cannot determine which one"),
        ({"Tags": [{"Key": "a", "Value": "b"}]}, "Tags cannot"),
        ({"ModelPackageGroupName": "nobody"}, "does not exist"),
        (
            {
                "InferenceSpecification": specification(
                    container(AdditionalS3DataSource={"S3DataType": "S3Object", "S3Uri": "s3://b/k"})
                )
            },
            "AdditionalS3DataSource is not allowed",
        ),
    ],
)
def test_what_cannot_be_created_is_refused(sagemaker, create, refused, fields, words):
    create()
    given = {"ModelPackageGroupName": "scorer", "InferenceSpecification": specification(), **fields}
    code, message = refused(sagemaker.create_model_package, **given)
    assert (code, words in message) == ("ValidationException", True)
    assert create().endswith("/2")


def test_a_package_without_a_group_is_not_served(sagemaker, refused):
    code, message = refused(sagemaker.create_model_package, ModelPackageName="alone")
    assert (code, "versioned model packages only" in message) == ("ValidationException", True)
