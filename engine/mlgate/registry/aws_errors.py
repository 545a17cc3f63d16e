"""What boto3 raises, in the registry's words: "did not happen" kept apart from "may have happened".

- Throttled, refused, not valid, in conflict: the service answered that it did nothing.
- No answer, a broken one, or a fault of the service (5xx): a write may have taken effect, so read again.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from mlgate.errors import (
    MlgateError,
    NotFoundError,
    RegistryRefusedError,
    RegistryThrottledError,
    RegistryUnreachableError,
)

if TYPE_CHECKING:
    from botocore.exceptions import BotoCoreError, ClientError

READ_AGAIN = "whether it took effect is unknown; mlgate reconcile reads the registry and finishes it"

_THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "Throttling",
        "ThrottledException",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_UNANSWERED = frozenset({"RequestTimeout", "RequestTimeoutException"})
_HINTS = {
    "AccessDenied": "only the gate's role may change approvals; check which role this is: aws sts get-caller-identity",
    "403": "the gate's role needs s3:GetObject and s3:GetObjectVersion on the model's bucket, and its KMS key",
    "Conflict": "another call changes this package now; mlgate reconcile finishes the effect",
    "Expired": "sign in again, for example: aws sso login",
    "InvalidClientToken": "check the credentials: aws sts get-caller-identity",
    "PreconditionFailed": "the object changed while it was read; ask again",
    "Signature": "check the credentials and the clock of this machine",
    "UnrecognizedClient": "check the credentials: aws sts get-caller-identity",
    "Validation": "check the registry mapping in the policy data; SageMaker's names have no spaces or underscores",
}


@contextmanager
def translated(what: str) -> Generator[None]:
    """What boto3 raises inside leaves as RegistryError or NotFoundError; ``what`` names the call and its object."""
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError

    try:
        yield
    except ClientError as error:
        raise answered(what, error) from error
    except BotoCoreError as error:
        raise _unanswered(what, error) from error
    except ResponseParserError as error:
        raise RegistryUnreachableError(f"{what}: the answer could not be read", hint=READ_AGAIN) from error


def answered(what: str, error: ClientError) -> MlgateError:
    """The error behind an answer that refuses."""
    document: Mapping[str, Any] = error.response
    details = document.get("Error", {})
    code, message = str(details.get("Code", "")), str(details.get("Message", ""))
    status = int(document.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    text = f"{what}: {message or code} ({code})"
    if code in _THROTTLED or status == HTTPStatus.TOO_MANY_REQUESTS:
        return RegistryThrottledError(text, hint="ask again in a minute; mlgate reconcile finishes what is open")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or code in _UNANSWERED:
        return RegistryUnreachableError(text, hint=READ_AGAIN)
    if "does not exist" in message or code in {"ResourceNotFound", "ResourceNotFoundException"}:
        return NotFoundError(f"{what}: {message}", hint="check account and region: mlgate acts in one of each")
    hint = next((hint for word, hint in _HINTS.items() if word in code), "nothing was changed")
    return RegistryRefusedError(text, hint=hint)


def _unanswered(what: str, error: BotoCoreError) -> MlgateError:
    """The error behind a call that was never sent, or never answered."""
    from botocore import exceptions

    unsigned = (
        exceptions.NoCredentialsError,
        exceptions.PartialCredentialsError,
        exceptions.CredentialRetrievalError,
        exceptions.TokenRetrievalError,
        exceptions.UnauthorizedSSOTokenError,
        exceptions.SSOError,
    )
    if isinstance(error, unsigned):
        hint = "sign in, for example: aws sso login; or name a profile in AWS_PROFILE"
        return RegistryRefusedError(f"{what}: {error}", hint=hint)
    if isinstance(error, exceptions.ParamValidationError):
        return RegistryRefusedError(f"{what}: {error}", hint=_HINTS["Validation"])
    return RegistryUnreachableError(f"{what}: {error}", hint=READ_AGAIN)
