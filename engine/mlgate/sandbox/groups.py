"""Model package groups: create, describe, list, delete.

Members and limits are botocore's service model. Where it is silent, each reading of AWS names its source.
"""

from __future__ import annotations

from typing import Any

from mlgate.sandbox.caller import Caller
from mlgate.sandbox.paging import page
from mlgate.sandbox.wire import Document, ServiceError

GROUP = "model-package-group"


def create_group(state: Document, caller: Caller, parameters: Document, now: float) -> Document:
    """Create a group; its versions will be numbered from 1."""
    name = parameters["ModelPackageGroupName"]
    arn = caller.package_arn(GROUP, name)
    if arn in state["groups"]:
        # Background knowledge, not verified: an existing name is a ValidationException.
        raise ServiceError("ValidationException", f"Model Package Group already exists: {arn}")
    given = ("ModelPackageGroupDescription", "ManagedConfiguration")
    state["groups"][arn] = {
        "account": caller.account,
        "region": caller.region,
        "next_version": 1,
        "tokens": {},
        "shown": {
            "ModelPackageGroupName": name,
            "ModelPackageGroupArn": arn,
            "CreationTime": now,
            "CreatedBy": caller.context,
            "ModelPackageGroupStatus": "Completed",
            **{key: parameters[key] for key in given if key in parameters},
        },
    }
    return {"ModelPackageGroupArn": arn}


def describe_group(state: Document, caller: Caller, parameters: Document, _now: float) -> Document:
    """The group as it stands."""
    shown: Document = find_group(state, caller, parameters["ModelPackageGroupName"])["shown"]
    return shown


def list_groups(state: Document, caller: Caller, parameters: Document, _now: float) -> Document:
    """The caller's groups, page by page; by CreationTime unless asked otherwise (service model documentation)."""
    mine = [
        _summary(group["shown"])
        for group in state["groups"].values()
        if owned(group, caller) and _wanted(group["shown"], parameters)
    ]
    by_name = parameters.get("SortBy") == "Name"
    groups, token = page(mine, parameters, _by_name if by_name else _by_creation)
    return {"ModelPackageGroupSummaryList": groups, **({"NextToken": token} if token else {})}


def delete_group(state: Document, caller: Caller, parameters: Document, _now: float) -> Document:
    """Delete an empty group. Created again under the same name, it has the same ARN and numbers from 1."""
    group = find_group(state, caller, parameters["ModelPackageGroupName"])
    arn = group["shown"]["ModelPackageGroupArn"]
    if any(package["group"] == arn for package in state["packages"].values()):
        # The service model lists ConflictException for this operation; that a group with versions is what it is for
        # is background knowledge, not verified.
        raise ServiceError(
            "ConflictException", f"Model Package Group cannot be deleted as it has model packages: {arn}"
        )
    del state["groups"][arn]
    return {}


def find_group(state: Document, caller: Caller, name_or_arn: str) -> dict[str, Any]:
    """The group by name or ARN. Another account's group is not shared here, so it is refused."""
    arn = name_or_arn if name_or_arn.startswith("arn:") else caller.package_arn(GROUP, name_or_arn)
    in_scope(arn, caller)
    group: dict[str, Any] | None = state["groups"].get(arn)
    if group is None:
        # Background knowledge, not verified: what does not exist is a ValidationException with these words.
        raise ServiceError("ValidationException", f"ModelPackageGroup {arn} does not exist.")
    return group


def in_scope(arn: str, caller: Caller) -> None:
    """Refuse ARNs of another region or account.

    That an ARN of another region is a ValidationException in these words is reported in amazon-sagemaker-examples issue
    1438. That an unshared ARN of another account is AccessDenied is background knowledge, not verified.
    """
    _, _, _, region, account, resource = arn.split(":", 5)
    if region != caller.region:
        raise ServiceError("ValidationException", f"ARN should be scoped to correct region: {caller.region}")
    if account != caller.account:
        raise ServiceError(
            "AccessDeniedException",
            f"User: {caller.arn} is not authorized to access {resource} of account {account}"
            " because no resource-based policy allows it",
        )


def owned(record: Document, caller: Caller) -> bool:
    """Whether a group or package is of the caller's account and region."""
    return bool(record["account"] == caller.account and record["region"] == caller.region)


def created_between(shown: Document, parameters: Document) -> bool:
    """Whether the creation time lies within CreationTimeAfter and CreationTimeBefore."""
    created: float = shown["CreationTime"]
    after: float = parameters.get("CreationTimeAfter", created)
    before: float = parameters.get("CreationTimeBefore", created)
    return after <= created <= before


def _wanted(shown: Document, parameters: Document) -> bool:
    if parameters.get("CrossAccountFilterOption") == "CrossAccount":
        return False
    named = parameters.get("NameContains", "").lower() in shown["ModelPackageGroupName"].lower()
    return named and created_between(shown, parameters)


def _summary(shown: Document) -> Document:
    return {key: value for key, value in shown.items() if key != "CreatedBy"}


def _by_creation(shown: Document) -> list[str | float]:
    return [shown["CreationTime"], shown["ModelPackageGroupArn"]]


def _by_name(shown: Document) -> list[str | float]:
    return [shown["ModelPackageGroupName"], shown["ModelPackageGroupArn"]]
