"""A bundle in S3, read with boto3: its credentials, its region, its endpoint (``AWS_ENDPOINT_URL_S3``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

from mlgate.errors import FetchError
from mlgate.policy.origin.address import Object, is_loopback
from mlgate.policy.origin.fetching import AGAIN, Patience, TransientError, collected, patiently

_PIECE = 1 << 16
_THROTTLED = frozenset({"SlowDown", "Throttling", "ThrottlingException", "RequestTimeout"})


class _Meta(Protocol):
    endpoint_url: str


class Store(Protocol):
    """What is used of boto3's S3 client."""

    meta: _Meta

    def get_object(self, **parameters: str) -> Mapping[str, Any]: ...  # noqa: D102 - S3's own


def fetch(place: Object, patience: Patience = Patience()) -> bytes:  # noqa: B008 - a tuple
    """The bytes of the object; raises FetchError for no answer, a refusal, or too much."""
    client = _client(place, patience)
    return patiently(lambda until: _attempt(client, place, until), patience)


def _client(place: Object, patience: Patience) -> Store:
    import boto3  # noqa: PLC0415 - only where S3 is named
    from botocore.config import Config  # noqa: PLC0415 - as above
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - as above

    config = Config(connect_timeout=patience.connect, read_timeout=patience.read, retries={"total_max_attempts": 1})
    try:
        client = cast("Store", boto3.client("s3", config=config))  # pyright: ignore[reportUnknownMemberType]
    except (BotoCoreError, ValueError) as error:
        raise FetchError(f"{place.name}: {error}", hint="check the AWS configuration: aws s3 ls") from error
    endpoint = urlsplit(client.meta.endpoint_url)
    if endpoint.scheme != "https" and not is_loopback(endpoint.hostname or ""):
        raise FetchError(f"{place.name}: the endpoint {endpoint.netloc} is neither https nor on this machine")
    return client


def _attempt(client: Store, place: Object, until: float) -> bytes:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - boto3 is there by now

    try:
        body = client.get_object(Bucket=place.bucket, Key=place.key)["Body"]
        with body:
            return collected(_pieces(body), place.name, until)
    except ClientError as error:
        raise _refused(place, error.response) from error
    except BotoCoreError as error:
        raise _unanswered(place, error) from error


def _pieces(body: Any) -> Iterator[bytes]:
    while piece := body.read(_PIECE):
        yield piece


def _refused(place: Object, answer: Any) -> FetchError:
    code = str(answer.get("Error", {}).get("Code", ""))
    said = f"{place.name}: S3 answers {code}: {answer.get('Error', {}).get('Message', '')}"
    status = int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in _THROTTLED or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return TransientError(said, hint=AGAIN)
    return FetchError(said, hint="check bucket, key, and that these credentials may read it")


def _unanswered(place: Object, error: Exception) -> FetchError:
    from botocore import exceptions  # noqa: PLC0415 - boto3 is there by now

    network = (exceptions.HTTPClientError, exceptions.ReadTimeoutError, exceptions.ConnectionError)
    if isinstance(error, network) or "Read" in type(error).__name__:
        return TransientError(f"{place.name}: {error}", hint=AGAIN)
    return FetchError(f"{place.name}: {error}", hint="sign in, for example: aws sso login; or name AWS_PROFILE")
