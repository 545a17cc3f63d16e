"""Who calls: the account is the access key id, the region is in the credential scope."""

from __future__ import annotations

import re
from dataclasses import dataclass

DEFAULT_ACCOUNT = "111122223333"
"""The account of every access key id that is not itself twelve digits (a number that AWS reserves for examples)."""

_CREDENTIAL = re.compile(
    r"Credential=(?P<key>[^/\s,]+)/\d{8}/(?P<region>[a-z0-9-]+)/(?P<service>[a-z0-9-]+)/aws4_request"
)
_ACCOUNT = re.compile(r"\d{12}")
_PARTITIONS = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}


@dataclass(frozen=True, slots=True)
class Caller:
    """One principal in one region. The sandbox trusts what it is told: signatures are not verified."""

    account: str
    region: str
    name: str

    @property
    def partition(self) -> str:
        """``aws``, or the partition that the region lies in."""
        return next((name for prefix, name in _PARTITIONS.items() if self.region.startswith(prefix)), "aws")

    @property
    def arn(self) -> str:
        """The caller as STS names it."""
        return f"arn:{self.partition}:iam::{self.account}:user/{self.name}"

    @property
    def context(self) -> dict[str, dict[str, str]]:
        """SageMaker's UserContext, for CreatedBy and LastModifiedBy."""
        return {"IamIdentity": {"Arn": self.arn, "PrincipalId": f"AIDA{self.account}"}}

    def package_arn(self, kind: str, name: str) -> str:
        """An ARN of this account and region.

        Background knowledge, not verified: SageMaker lower-cases names in ARNs. It is the harsher reading: whoever
        builds an ARN from a name is found out. What AWS does with a mixed-case ARN in a request is not known.
        """
        return f"arn:{self.partition}:sagemaker:{self.region}:{self.account}:{kind}/{name.lower()}"


def caller(authorization: str) -> Caller | None:
    """The caller that a SigV4 ``Authorization`` header names; None where it names none."""
    match = _CREDENTIAL.search(authorization)
    if match is None:
        return None
    key = match["key"]
    if _ACCOUNT.fullmatch(key):
        return Caller(key, match["region"], "sandbox")
    return Caller(DEFAULT_ACCOUNT, match["region"], key)
