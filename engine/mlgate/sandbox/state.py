"""What the sandbox remembers: in memory, or in a JSON file that several processes may share.

The file is replaced atomically after each change and read again when another process has replaced it, under a lock
file. The bytes of S3 objects lie beside it by digest, so the JSON stays small.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mlgate.errors import ConfigError
from mlgate.sandbox.wire import Document

SCHEMA = "mlgate-sandbox/1"


def empty() -> Document:
    """A sandbox in which nothing has been created."""
    return {"schema": SCHEMA, "groups": {}, "packages": {}, "buckets": {}}


class Store:
    """The state and its objects. Operations raise before they change anything, so a failed one leaves no trace."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._state = empty()
        self._seen: tuple[int, int, int] | None = None
        self._blobs: dict[str, bytes] = {}
        with self.reading():
            pass

    @contextmanager
    def reading(self) -> Generator[Document]:
        """The state as it stands; it must not be changed."""
        with self._lock, self._locked():
            self._refresh()
            yield self._state

    @contextmanager
    def writing(self) -> Generator[Document]:
        """The state to change; it is saved when the block ends without an error."""
        with self._lock, self._locked():
            self._refresh()
            yield self._state
            self._save()

    def keep(self, data: bytes) -> str:
        """Keep the bytes of an object; returns the hex SHA-256 they are found by."""
        name = hashlib.sha256(data).hexdigest()
        if self._path is None:
            self._blobs[name] = data
            return name
        folder = _objects(self._path)
        folder.mkdir(exist_ok=True)
        _replace(folder / name, data)
        return name

    def blob(self, name: str) -> bytes:
        """The bytes kept under ``name``."""
        return self._blobs[name] if self._path is None else (_objects(self._path) / name).read_bytes()

    @contextmanager
    def _locked(self) -> Generator[None]:
        if self._path is None:
            yield
            return
        with _beside(self._path, ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _refresh(self) -> None:
        if self._path is None or not self._path.exists():
            return
        seen = _signature(self._path)
        if seen != self._seen:
            self._state = _load(self._path)
            self._seen = seen

    def _save(self) -> None:
        if self._path is None:
            return
        self._seen = None
        _replace(self._path, json.dumps(self._state, indent=1).encode())
        self._seen = _signature(self._path)


def _load(path: Path) -> Document:
    try:
        state: Any = json.loads(path.read_bytes())
    except ValueError as error:
        raise ConfigError(
            f"{path}: not a sandbox state: {error}", hint="name another file, or remove this one"
        ) from error
    if not isinstance(state, dict) or state.get("schema") != SCHEMA:  # pyright: ignore[reportUnknownMemberType]  # JSON
        raise ConfigError(f"{path}: not a sandbox state of {SCHEMA}", hint="name another file, or remove this one")
    return state  # pyright: ignore[reportUnknownVariableType]  # JSON


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _objects(path: Path) -> Path:
    return _beside(path, ".objects")


def _signature(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_ino, status.st_mtime_ns, status.st_size


def _replace(path: Path, data: bytes) -> None:
    draft = _beside(path, f".{os.getpid()}.{threading.get_ident()}")
    draft.write_bytes(data)
    draft.replace(path)
