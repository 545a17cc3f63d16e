"""The small bundle as an archive; a server to fetch it from; a cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from mlgate.policy import archive
from mlgate.policy.origin import Cache
from tests.policy.origin.server import Server, serving
from tests.policy.small import FILES


def pack(changes: Mapping[str, str | None] | None = None) -> bytes:
    """The small bundle, changed, as an archive."""
    files = {**FILES, **(changes or {})}
    return archive.write({name: text.encode() for name, text in files.items() if text is not None})


@pytest.fixture
def packed() -> Callable[..., bytes]:
    return pack


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")
