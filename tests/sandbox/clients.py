"""boto3 as an ordinary user of AWS would have it, pointed at a sandbox; and a clock that moves when looked at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import boto3
from botocore.config import Config

REGION = "eu-central-1"
ACCOUNT = "111122223333"
OTHER_ACCOUNT = "444455556666"
IMAGE = f"683313688378.dkr.ecr.{REGION}.amazonaws.com/sagemaker-xgboost:1.7-1"
DIGEST = "sha256:" + "ab" * 32


def client(service: str, url: str, *, account: str = ACCOUNT, region: str = REGION, **config: Any) -> Any:
    """A client that tries once, and does not check parameters before it sends them."""
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=account,
        aws_secret_access_key="secret",
        config=Config(
            retries={"total_max_attempts": 1},
            proxies={},
            s3={"addressing_style": "path"},
            **{"parameter_validation": False, "read_timeout": 10, **config},
        ),
    )


def ticking(start: float = 1_790_000_000.0) -> Iterator[float]:
    """Seconds since the epoch, one later at every look."""
    return (start + number for number in count())


def container(url: str = "s3://models/m.tar.gz", **more: Any) -> dict[str, Any]:
    return {"Image": IMAGE, "ImageDigest": DIGEST, "ModelDataUrl": url, **more}


def specification(*containers: dict[str, Any]) -> dict[str, Any]:
    return {
        "Containers": list(containers) or [container()],
        "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["text/csv"],
    }
