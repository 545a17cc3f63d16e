"""Model packages: create, describe, update, list, delete.

Members and limits are botocore's service model. Where it is silent, each reading of AWS names its source.
Only versioned packages are served: those that belong to a group.
"""

from __future__ import annotations

from typing import Any

from mlgate.sandbox.caller import Caller
from mlgate.sandbox.groups import created_between, find_group, in_scope, owned
from mlgate.sandbox.paging import page
from mlgate.sandbox.wire import Document, ServiceError

PACKAGE = "model-package"
MAX_METADATA = 50
MAX_SPECIFICATIONS = 15

_AT_BIRTH = (
    "ModelPackageDescription",
    "ModelPackageRegistrationType",
    "InferenceSpecification",
    "SourceAlgorithmSpecification",
    "ValidationSpecification",
    "CertifyForMarketplace",
    "MetadataProperties",
    "ModelMetrics",
    "Domain",
    "Task",
    "SamplePayloadUrl",
    "CustomerMetadataProperties",
    "DriftCheckBaselines",
    "AdditionalInferenceSpecifications",
    "SkipModelValidation",
    "SourceUri",
    "SecurityConfig",
    "ModelCard",
    "ModelLifeCycle",
    "ManagedStorageType",
)
_REPLACED = (
    "ModelApprovalStatus",
    "ModelPackageRegistrationType",
    "ApprovalDescription",
    "InferenceSpecification",
    "SourceUri",
    "ModelCard",
    "ModelLifeCycle",
)
_SUMMARISED = (
    "ModelPackageGroupName",
    "ModelPackageVersion",
    "ModelPackageArn",
    "ModelPackageDescription",
    "CreationTime",
    "ModelPackageStatus",
    "ModelApprovalStatus",
    "ModelLifeCycle",
    "ModelPackageRegistrationType",
)
_BATCHED = (
    "ModelPackageGroupName",
    "ModelPackageVersion",
    "ModelPackageArn",
    "ModelPackageDescription",
    "CreationTime",
    "InferenceSpecification",
    "ModelPackageStatus",
    "ModelApprovalStatus",
    "ModelPackageRegistrationType",
)


def create_package(state: Document, caller: Caller, parameters: Document, now: float) -> Document:
    """Create the next version of a group. It may be born Approved and in a stage (service model)."""
    group = find_group(state, caller, _group_name(parameters))
    token = parameters.get("ClientToken")
    if token in group["tokens"]:
        # Service model documentation: the client token makes the call idempotent.
        return {"ModelPackageArn": group["tokens"][token]}
    _check_specifications(parameters)
    version = group["next_version"]
    name = group["shown"]["ModelPackageGroupName"]
    arn = caller.package_arn(PACKAGE, f"{name}/{version}")
    state["packages"][arn] = {
        "account": caller.account,
        "region": caller.region,
        "group": group["shown"]["ModelPackageGroupArn"],
        "shown": {
            "ModelPackageName": name,
            "ModelPackageGroupName": name,
            "ModelPackageVersion": version,
            "ModelPackageArn": arn,
            "CreationTime": now,
            "CreatedBy": caller.context,
            "ModelPackageStatus": "Completed",
            "ModelPackageStatusDetails": {"ValidationStatuses": []},
            # Background knowledge, not verified: a version waits for approval unless it is created otherwise.
            "ModelApprovalStatus": parameters.get("ModelApprovalStatus", "PendingManualApproval"),
            **{key: parameters[key] for key in _AT_BIRTH if key in parameters},
        },
    }
    # Background knowledge, not verified: the number of a deleted version is not given again.
    group["next_version"] = version + 1
    if token:
        group["tokens"][token] = arn
    return {"ModelPackageArn": arn}


def describe_package(state: Document, caller: Caller, parameters: Document, _now: float) -> Document:
    """The package as it stands. MetadataOnly withholds what a model card says (service model documentation)."""
    shown: Document = find_package(state, caller, parameters["ModelPackageName"])["shown"]
    if parameters.get("IncludedData") == "MetadataOnly" and "ModelCard" in shown:
        return {**shown, "ModelCard": {**shown["ModelCard"], "ModelCardContent": "{}"}}
    return shown


def update_package(state: Document, caller: Caller, parameters: Document, now: float) -> Document:
    """Change what is passed and leave alone what is not.

    That a field not passed is left alone, that metadata is merged key by key while other structures are replaced whole,
    and that any approval status may follow any other, is background knowledge read into the service model, which has
    separate members for adding and removing metadata. There is no compare-and-set in the service model.
    """
    package = find_package(state, caller, parameters["ModelPackageArn"])
    shown = package["shown"]
    _check_specifications(parameters)
    draft = {**shown, **{key: parameters[key] for key in _REPLACED if key in parameters}}
    metadata = _merged_metadata(shown.get("CustomerMetadataProperties", {}), parameters)
    draft.pop("CustomerMetadataProperties", None)
    if metadata:
        draft["CustomerMetadataProperties"] = metadata
    if added := parameters.get("AdditionalInferenceSpecificationsToAdd"):
        draft["AdditionalInferenceSpecifications"] = _extended(
            shown.get("AdditionalInferenceSpecifications", []), added
        )
    package["shown"] = {**draft, "LastModifiedTime": now, "LastModifiedBy": caller.context}
    return {"ModelPackageArn": shown["ModelPackageArn"]}


def list_packages(state: Document, caller: Caller, parameters: Document, _now: float) -> Document:
    """Summaries, page by page; without a group only unversioned packages unless asked (service model documentation).

    That ModelPackageName is not in the summary of a versioned package is reported in sagemaker-python-sdk issue 5606.
    """
    group = parameters.get("ModelPackageGroupName")
    arn = find_group(state, caller, group)["shown"]["ModelPackageGroupArn"] if group else None
    if arn is None and parameters.get("ModelPackageType", "Unversioned") == "Unversioned":
        return {"ModelPackageSummaryList": []}
    found = [
        _only(package["shown"], _SUMMARISED)
        for package in state["packages"].values()
        if owned(package, caller) and arn in {None, package["group"]} and _wanted(package["shown"], parameters)
    ]
    summaries, token = page(found, parameters, _by_name if parameters.get("SortBy") == "Name" else _by_creation)
    return {"ModelPackageSummaryList": summaries, **({"NextToken": token} if token else {})}


def batch_describe(state: Document, caller: Caller, parameters: Document, _now: float) -> Document:
    """Summaries by ARN, and an error for each ARN that has none."""
    summaries: Document = {}
    errors: Document = {}
    for arn in parameters["ModelPackageArnList"]:
        try:
            summaries[arn] = _only(find_package(state, caller, arn)["shown"], _BATCHED)
        except ServiceError as error:
            errors[arn] = {"ErrorCode": error.code, "ErrorResponse": error.message}
    return {"ModelPackageSummaries": summaries, "BatchDescribeModelPackageErrorMap": errors}


def delete_package(state: Document, caller: Caller, parameters: Document, _now: float) -> Document:
    """Delete one version."""
    package = find_package(state, caller, parameters["ModelPackageName"])
    del state["packages"][package["shown"]["ModelPackageArn"]]
    return {}


def find_package(state: Document, caller: Caller, name_or_arn: str) -> dict[str, Any]:
    """The package by ARN, or by ``<group>/<version>`` in the caller's account and region.

    The second form is what the service model's pattern allows; a bare group name names no version.
    """
    arn = name_or_arn if name_or_arn.startswith("arn:") else caller.package_arn(PACKAGE, name_or_arn)
    in_scope(arn, caller)
    package: dict[str, Any] | None = state["packages"].get(arn)
    if package is None:
        # Background knowledge, not verified: what does not exist is a ValidationException with these words.
        raise ServiceError("ValidationException", f"ModelPackage {arn} does not exist.")
    return package


def _group_name(parameters: Document) -> str:
    """The group to create in; both errors are quoted in moto pull request 7165."""
    group: str | None = parameters.get("ModelPackageGroupName")
    if group and "ModelPackageName" in parameters:
        raise ServiceError(
            "ValidationException",
            "Both ModelPackageName and ModelPackageGroupName are provided in the input."
            " Cannot determine which one to use.",
        )
    if group and "Tags" in parameters:
        # Service model documentation: a package in a group uses the group's tags, so none can be supplied.
        raise ServiceError("ValidationException", "Tags cannot be supplied for a model package in a group")
    if group:
        return group
    if "ModelPackageName" in parameters:
        raise ServiceError("ValidationException", "This sandbox serves versioned model packages only: name a group")
    raise ServiceError("ValidationException", "Missing ARN.")


def _check_specifications(parameters: Document) -> None:
    """AdditionalS3DataSource is modelled but refused in inference specifications (boto3 issue 4510)."""
    specifications = [
        parameters.get("InferenceSpecification", {}),
        *parameters.get("AdditionalInferenceSpecifications", []),
        *parameters.get("AdditionalInferenceSpecificationsToAdd", []),
    ]
    for specification in specifications:
        if any("AdditionalS3DataSource" in container for container in specification.get("Containers", [])):
            raise ServiceError("ValidationException", "AdditionalS3DataSource is not allowed in InferenceSpecification")


def _merged_metadata(present: dict[str, str], parameters: Document) -> dict[str, str]:
    added: dict[str, str] = parameters.get("CustomerMetadataProperties", {})
    removed = set(parameters.get("CustomerMetadataPropertiesToRemove", []))
    if both := removed & set(added):
        # What AWS makes of a key that is set and removed at once is not known, so it is not served.
        raise ServiceError(
            "ValidationException", f"Metadata properties both set and removed: {', '.join(sorted(both))}"
        )
    merged = {key: value for key, value in {**present, **added}.items() if key not in removed}
    if len(merged) > MAX_METADATA:
        # The service model's maximum for the map; that it holds for the merged one is background knowledge.
        raise ServiceError("ValidationException", f"A model package has at most {MAX_METADATA} metadata properties")
    return merged


def _extended(present: list[Document], added: list[Document]) -> list[Document]:
    """Service model documentation: added to the existing array, at most 15 in total."""
    names = [specification["Name"] for specification in (*present, *added)]
    if len(set(names)) < len(names):
        raise ServiceError("ValidationException", "AdditionalInferenceSpecification names must be unique")
    if len(names) > MAX_SPECIFICATIONS:
        raise ServiceError(
            "ValidationException", f"A model package has at most {MAX_SPECIFICATIONS} AdditionalInferenceSpecifications"
        )
    return [*present, *added]


def _only(shown: Document, keys: tuple[str, ...]) -> Document:
    return {key: shown[key] for key in keys if key in shown}


def _wanted(shown: Document, parameters: Document) -> bool:
    status = parameters.get("ModelApprovalStatus")
    named = str(parameters.get("NameContains", "")).lower() in str(shown["ModelPackageGroupName"]).lower()
    return status in {None, shown["ModelApprovalStatus"]} and named and created_between(shown, parameters)


def _by_creation(shown: Document) -> list[str | float]:
    return [shown["CreationTime"], shown["ModelPackageArn"]]


def _by_name(shown: Document) -> list[str | float]:
    return [shown["ModelPackageGroupName"], float(shown["ModelPackageVersion"])]
