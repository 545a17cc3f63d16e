"""What every fetch keeps to: a bound on bytes, a bound on seconds, and a few more attempts where that may help."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

import tenacity

from mlgate.errors import FetchError
from mlgate.policy.archive import LARGEST_ARCHIVE


class Patience(NamedTuple):
    """Seconds to wait for a connection, for each piece of an answer, for all attempts together; how many of them."""

    connect: float = 5.0
    read: float = 15.0
    whole: float = 60.0
    attempts: int = 4


class TransientError(FetchError):
    """No answer, or one that may be another when asked again."""


def collected(pieces: Iterable[bytes], name: str, until: float) -> bytes:
    """The pieces as one; raises FetchError for more than an archive may have, or where ``until`` (monotonic) passes."""
    data = bytearray()
    for piece in pieces:
        data += piece
        if len(data) > LARGEST_ARCHIVE:
            raise FetchError(f"{name}: larger than {LARGEST_ARCHIVE} bytes", hint="is this the bundle?")
        if time.monotonic() > until:
            raise TransientError(f"{name}: still not there when time was up", hint=AGAIN)
    return bytes(data)


def patiently(fetch: Callable[[float], bytes], patience: Patience) -> bytes:
    """What ``fetch`` brings, handed the monotonic second at which it has to be done. The last error is raised."""
    until = time.monotonic() + patience.whole
    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(TransientError),
        stop=tenacity.stop_after_attempt(patience.attempts) | tenacity.stop_after_delay(patience.whole),
        wait=tenacity.wait_random_exponential(multiplier=0.2, max=3),
        reraise=True,
    )
    return retrying(fetch, until)


AGAIN = "ask again, or pin a digest: a bundle that was fetched once is then taken from the cache"
"""What to do where nothing was answered."""
