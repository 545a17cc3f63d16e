"""Amazon SageMaker Model Registry, through boto3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from mlgate.errors import Fault, InputError, NotFoundError, RegistryUnreachableError
from mlgate.model.effect import Artifact, Effect, Lifecycle, PackageRef, PackageState, RegistryAccount
from mlgate.model.subject import Subject, subject
from mlgate.model.value import instant, timestamp
from mlgate.model.vocabulary import RegistryKind
from mlgate.registry.approval import description, lifecycle, metadata
from mlgate.registry.artifact import measurement
from mlgate.registry.aws import SANDBOX_ACCOUNT, Connection, Timeouts
from mlgate.registry.aws_errors import READ_AGAIN, translated

if TYPE_CHECKING:
    import boto3

PAGE = 100
"""Packages asked for at a time: SageMaker's maximum."""

Described = Mapping[str, Any]
"""An answer of DescribeModelPackage."""


class SageMakerRegistry:
    """One account and region of SageMaker; a loopback ``endpoint_url`` is a sandbox.

    Nothing is read or imported before the first call. A ``session`` of boto3 or a ``profile`` may name the credentials;
    a sandbox takes neither. ConfigError: an endpoint that is neither https nor loopback.
    """

    def __init__(
        self,
        region: str,
        *,
        endpoint_url: str | None = None,
        profile: str | None = None,
        session: boto3.Session | None = None,
        sandbox_account: str = SANDBOX_ACCOUNT,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._aws = Connection(
            region,
            endpoint_url=endpoint_url,
            profile=profile,
            session=session,
            sandbox_account=sandbox_account,
            timeouts=timeouts,
        )

    def account(self) -> RegistryAccount:
        """Kind, account and region; the account is asked of STS once."""
        with translated("who am I"):
            account = self._aws.identity.account
        kind = RegistryKind.SANDBOX if self._aws.is_sandbox else RegistryKind.SAGEMAKER
        return RegistryAccount(kind=kind, account=account, region=self._aws.region)

    def package(self, subject: Subject) -> PackageRef:
        """The package of ``model/<group>/<version>`` in the account of the credentials; its ARN is SageMaker's own.

        SageMaker may spell names in ARNs in lower case, so a group with capitals is also looked for in its list.
        """
        if subject.version is None:
            raise InputError(
                [Fault(subject.ref, "is not a model version")], hint="for example model/credit-risk-scorer/2"
            )
        try:
            described = self._described(self._arn(subject), subject.ref)
        except NotFoundError:
            listed = self._listed(subject) if subject.name != subject.name.lower() else None
            if listed is None:
                raise
            described = self._described(listed, subject.ref)
        shown = f"model/{described.get('ModelPackageGroupName')}/{described.get('ModelPackageVersion')}"
        if shown != subject.ref:
            raise NotFoundError(f"{subject.ref}: there is only {shown}", hint="spell it as SageMaker does")
        return _reference(subject.ref, described)

    def describe(self, package: PackageRef) -> PackageState:
        """The package as it stands; one created again under the same ARN is NotFoundError."""
        return _state(package, self._same(package))

    def artifact(self, package: PackageRef, known: Artifact | None = None) -> Artifact:
        """What the package would run. An object of ``known`` is not read again where its version id is the same.

        A SHA-256 that S3 verified for the whole object at upload is taken; any other object is read and measured.
        """
        return measurement(package.subject, self._aws.objects, known).artifact(self._same(package))

    def update(self, package: PackageRef, effect: Effect) -> None:
        """One UpdateModelPackage call on a connection of its own, one attempt, without a client token.

        A kept connection may be dead already, and the outcome then unknown for no reason. A client token would let
        SageMaker answer for an earlier call what something else has changed since.
        """
        fields: dict[str, Any] = {"CustomerMetadataProperties": metadata(effect)}
        if text := description(effect):
            fields["ApprovalDescription"] = text
        if effect.change.approval_status is not None:
            fields["ModelApprovalStatus"] = effect.change.approval_status
        if (stage := lifecycle(effect)) is not None:
            fields["ModelLifeCycle"] = {"Stage": stage.stage, "StageStatus": stage.stage_status}
        with translated(f"update {package.subject}"):
            writer = self._aws.writer
            try:
                writer.update_model_package(ModelPackageArn=package.arn, **fields)
            finally:
                writer.close()

    def packages(self, group: str | None = None) -> Iterator[PackageState]:
        """Every version of a group, or of all groups of the account, each described; read page by page to the end.

        One that is deleted while the list is read is left out. Packages outside groups have no version and are not
        model versions.
        """
        for summary in self._summaries(group):
            ref = f"model/{summary['ModelPackageGroupName']}/{summary['ModelPackageVersion']}"
            try:
                described = self._described(str(summary["ModelPackageArn"]), ref)
            except NotFoundError:
                continue
            yield _state(_reference(subject(ref).ref, described), described)

    def _arn(self, subject: Subject) -> str:
        with translated("who am I"):
            account, partition = self._aws.identity
        return f"arn:{partition}:sagemaker:{self._aws.region}:{account}:model-package/{subject.name}/{subject.version}"

    def _same(self, package: PackageRef) -> Described:
        """The described package, provided it is the one that was registered."""
        described = self._described(package.arn, package.subject)
        created = _moment(described, package.subject)
        if created != instant(package.created_at):
            raise NotFoundError(
                f"{package.subject}: the package of {package.created_at} was deleted; {package.arn} is now another one,"
                f" created {timestamp(created)}",
                hint="register the new package as a version of its own",
            )
        return described

    def _described(self, arn: str, ref: str) -> Described:
        # MetadataOnly withholds what a model card says, which may need a KMS key; everything else is as it stands.
        with translated(f"read {ref}"):
            return cast(
                "Described",
                self._aws.reader.describe_model_package(ModelPackageName=arn, IncludedData="MetadataOnly"),
            )

    def _listed(self, wanted: Subject) -> str | None:
        summaries = (each for each in self._summaries(wanted.name) if each["ModelPackageVersion"] == wanted.version)
        found = next(summaries, None)
        return str(found["ModelPackageArn"]) if found else None

    def _summaries(self, group: str | None) -> Iterator[Described]:
        # Without a group SageMaker lists unversioned packages only, unless asked for the others.
        where: dict[str, Any] = {"ModelPackageGroupName": group} if group else {"ModelPackageType": "Versioned"}
        where["MaxResults"] = PAGE
        token: str | None = None
        while True:
            more: dict[str, Any] = {"NextToken": token} if token else {}
            with translated(f"list {group or 'all model versions'}"):
                page = self._aws.reader.list_model_packages(**where, **more)
            # An empty page may have a next one.
            yield from cast("list[Described]", page["ModelPackageSummaryList"])
            token = page.get("NextToken")
            if not token:
                return


def _moment(described: Described, ref: str) -> datetime:
    created = described.get("CreationTime")
    if not isinstance(created, datetime):
        raise RegistryUnreachableError(f"read {ref}: the answer is not a model package", hint=READ_AGAIN)
    return created


def _reference(ref: str, described: Described) -> PackageRef:
    created = _moment(described, ref)
    return PackageRef(subject=ref, arn=described["ModelPackageArn"], created_at=timestamp(created))


def _state(package: PackageRef, described: Described) -> PackageState:
    stage = described.get("ModelLifeCycle")
    return PackageState(
        package=package,
        # A version that was never given a status waits for one.
        approval_status=described.get("ModelApprovalStatus", "PendingManualApproval"),
        approval_description=described.get("ApprovalDescription") or None,
        lifecycle=Lifecycle(stage=stage["Stage"], stage_status=stage["StageStatus"]) if stage else None,
        metadata=dict(described.get("CustomerMetadataProperties", {})),
    )
