"""Every way in which AWS says no, by what it means for a write."""

from __future__ import annotations

import pytest
from botocore import exceptions
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from mlgate.errors import NotFoundError, RegistryRefusedError, RegistryThrottledError, RegistryUnreachableError
from mlgate.registry.aws_errors import translated

ANSWERS = [
    ("ThrottlingException", 400, "Rate exceeded", RegistryThrottledError),
    ("TooManyRequestsException", 429, "", RegistryThrottledError),
    ("Unknown", 429, "", RegistryThrottledError),
    ("SlowDown", 503, "Reduce your rate", RegistryThrottledError),
    ("AccessDeniedException", 400, "not authorized", RegistryRefusedError),
    ("AccessDenied", 403, "Access Denied", RegistryRefusedError),
    ("403", 403, "Forbidden", RegistryRefusedError),
    ("ValidationException", 400, "failed to satisfy constraint", RegistryRefusedError),
    ("ConflictException", 400, "being modified", RegistryRefusedError),
    ("ExpiredTokenException", 400, "expired", RegistryRefusedError),
    ("UnrecognizedClientException", 400, "invalid token", RegistryRefusedError),
    ("ValidationException", 400, "ModelPackage arn:… does not exist.", NotFoundError),
    ("ResourceNotFound", 400, "no", NotFoundError),
    ("InternalFailure", 500, "", RegistryUnreachableError),
    ("ServiceUnavailable", 503, "", RegistryUnreachableError),
    ("502", 502, "Bad Gateway", RegistryUnreachableError),
    ("RequestTimeout", 400, "", RegistryUnreachableError),
]


@pytest.mark.parametrize(("code", "status", "message", "told_as"), ANSWERS)
def test_an_answer_tells_whether_anything_happened(code, status, message, told_as):
    response = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    with pytest.raises(told_as) as caught, translated("update model/m/1"):
        raise ClientError(response, "UpdateModelPackage")
    assert type(caught.value) is told_as
    assert caught.value.message.startswith("update model/m/1: ")
    assert caught.value.hint


@pytest.mark.parametrize(
    "error",
    [
        exceptions.ReadTimeoutError(endpoint_url="x"),
        exceptions.ConnectTimeoutError(endpoint_url="x"),
        exceptions.EndpointConnectionError(endpoint_url="x"),
        exceptions.ConnectionClosedError(endpoint_url="x"),
        exceptions.SSLError(endpoint_url="x", error="bad certificate"),
        exceptions.ProxyConnectionError(proxy_url="x"),
        exceptions.IncompleteReadError(actual_bytes=1, expected_bytes=2),
        ResponseParserError("not XML"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_without_an_answer_the_outcome_is_unknown(error):
    with pytest.raises(RegistryUnreachableError) as caught, translated("update model/m/1"):
        raise error
    assert "unknown" in caught.value.hint


@pytest.mark.parametrize(
    "error",
    [
        exceptions.NoCredentialsError(),
        exceptions.PartialCredentialsError(provider="env", cred_var="secret"),
        exceptions.CredentialRetrievalError(provider="process", error_msg="no"),
        exceptions.UnauthorizedSSOTokenError(),
        exceptions.ParamValidationError(report="too long"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_was_never_sent_did_not_happen(error):
    with pytest.raises(RegistryRefusedError), translated("update model/m/1"):
        raise error
