"""boto3 clients for one account and region, made when they are first used.

A loopback endpoint is the sandbox: it gets credentials of its own, never the user's, and neither the user's AWS
configuration nor a proxy comes into play.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from functools import cache, cached_property
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast
from urllib.parse import urlsplit

from mlgate.errors import ConfigError, RegistryRefusedError

if TYPE_CHECKING:
    import boto3
    from botocore.config import Config
    from mypy_boto3_sagemaker.client import SageMakerClient

SANDBOX_ACCOUNT = "111122223333"
"""The account whose packages a sandbox shows unless asked for another; AWS reserves the number for examples."""


_MAKING = threading.RLock()
"""Held while a client is made: boto3's sessions are not to be shared between threads, its clients are."""


class Timeouts(NamedTuple):
    """Seconds to wait for a connection and for each answer; attempts of a read, but never of a write.

    Reads slow down when they are told to (botocore's adaptive mode), for SageMaker publishes no rate.
    """

    connect: float = 5.0
    read: float = 20.0
    attempts: int = 5


class ObjectStore(Protocol):
    """What is used of boto3's S3 client."""

    def head_object(self, **parameters: str) -> Mapping[str, Any]: ...  # noqa: D102 - S3's own
    def get_object(self, **parameters: str) -> Mapping[str, Any]: ...  # noqa: D102 - S3's own
    def list_objects_v2(self, **parameters: str) -> Mapping[str, Any]: ...  # noqa: D102 - S3's own


class Identity(NamedTuple):
    """Whose credentials are in use."""

    account: str
    partition: str


class Connection:
    """One account and region, by profile or by the default credential chain.

    ``endpoint_url`` takes the place of SageMaker's own (a VPC endpoint); S3 and STS are there too if it is loopback.
    Anything but loopback must be https: ConfigError. A session may be handed in for a real account.
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
        self.region = region
        self.is_sandbox = endpoint_url is not None and _is_loopback(endpoint_url)
        if endpoint_url is not None and not self.is_sandbox and urlsplit(endpoint_url).scheme != "https":
            raise ConfigError(
                f"[registry] endpoint_url = {endpoint_url!r} is neither https nor on this machine",
                hint="use https, or leave it out for the region's own endpoint",
            )
        self._endpoint_url = endpoint_url
        self._profile = profile
        self._given = session
        self._sandbox_account = sandbox_account
        self._timeouts = timeouts or Timeouts()

    @cached_property
    def reader(self) -> SageMakerClient:
        """SageMaker for reading: retries adaptively."""
        return cast("SageMakerClient", self._client("sagemaker", self._timeouts.attempts))

    @cached_property
    def writer(self) -> SageMakerClient:
        """SageMaker for writing: one attempt, because an unknown outcome is read again, not repeated."""
        return cast("SageMakerClient", self._client("sagemaker", 1))

    @cached_property
    def objects(self) -> ObjectStore:
        """S3 for reading."""
        return cast("ObjectStore", self._client("s3", self._timeouts.attempts))

    @cached_property
    def identity(self) -> Identity:
        """The account behind the credentials, asked of STS once. Raises what boto3 raises."""
        answer: dict[str, str] = self._client("sts", self._timeouts.attempts).get_caller_identity()
        return Identity(answer["Account"], answer["Arn"].split(":")[1])

    def _client(self, service: str, attempts: int) -> Any:
        with _MAKING:
            local = self.is_sandbox or service == "sagemaker"
            # boto3's overloads name every service by a literal; here the name is a variable.
            return cast("Any", self._session).client(
                service,
                region_name=self.region,
                endpoint_url=self._endpoint_url if local else None,
                config=self._config(attempts),
            )

    @cached_property
    def _session(self) -> boto3.Session:
        import boto3
        from botocore.exceptions import BotoCoreError

        if self.is_sandbox:
            return _sandbox_session(self.region, self._sandbox_account)
        if self._given is not None:
            return self._given
        try:
            return boto3.Session(profile_name=self._profile, region_name=self.region)
        except BotoCoreError as error:
            raise RegistryRefusedError(f"AWS session: {error}", hint="check AWS_PROFILE and ~/.aws/config") from error

    def _config(self, attempts: int) -> Config:
        from botocore.config import Config

        config = Config(
            connect_timeout=self._timeouts.connect,
            read_timeout=self._timeouts.read,
            retries={"total_max_attempts": attempts, "mode": "adaptive" if attempts > 1 else "standard"},
        )
        if not self.is_sandbox:
            return config
        # An empty mapping, unlike None, keeps proxies of the environment out.
        return config.merge(Config(proxies={}, s3={"addressing_style": "path"}, use_fips_endpoint=False))


@cache
def _sandbox_session(region: str, account: str) -> boto3.Session:
    """A session that knows nothing of the user: no profile, no configuration, no credentials of theirs."""
    import boto3
    from botocore.session import Session

    variables: dict[str, Any] = {
        "profile": (None, None, None, None),
        "config_file": (None, None, os.devnull, None),
        "credentials_file": (None, None, os.devnull, None),
    }
    return boto3.Session(
        aws_access_key_id=account,
        aws_secret_access_key="sandbox",  # noqa: S106 - the sandbox verifies no signature
        region_name=region,
        botocore_session=Session(session_vars=variables),
    )


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
