"""Values as rows, and rows as values that prove themselves: everything read back is held against its digest."""

from __future__ import annotations

import zlib
from collections.abc import Container, Iterable, Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from mlgate.canonical import digest_bytes
from mlgate.errors import IntegrityError
from mlgate.model.entry import Decided, Entry, EvidenceAdded, Head
from mlgate.model.subject import subject
from mlgate.model.value import Value
from mlgate.model.view import InForce, StageRecord, View
from mlgate.table.chain import hashed_bytes
from mlgate.table.interface import Commit
from mlgate.table.sqlite import sql

Statement = tuple[str, tuple[Any, ...]]
Kept = TypeVar("Kept", bound=Value)

_HINT = "restore the table from a copy that verifies, and find out who wrote to it"
_COMPRESSION = 1


def statements(commit: Commit) -> list[Statement]:
    """Every write of a commit, in the order in which the tables rest on each other.

    Raises IntegrityError where the commit does not hold together: an entry that does not hash to what it says or does
    not follow the expected head, a view of a chain that does not move, a blob under another digest, a request without
    a decision.
    """
    entries = [_entry_row(entry) for entry in commit.entries]
    moved = _moved(commit)
    return [
        *(_state_row(chain, commit.expected[chain], head) for chain, head in moved.items()),
        *entries,
        *(_view_row(view, moved) for view in commit.views),
        *(_record_row(record) for record in commit.records),
        *(_blob_row(digest, data) for digest, data in commit.blobs.items()),
        *_request_rows(commit),
        *_in_force_rows(commit.in_force),
    ]


def _moved(commit: Commit) -> dict[str, Head]:
    """Where each chain of the commit will stand."""
    heads: dict[str, Head] = {}
    for entry in commit.entries:
        if entry.chain not in commit.expected:
            raise IntegrityError(f"a commit appends to {entry.chain} without saying where it read it")
        before = heads.get(entry.chain, commit.expected[entry.chain])
        follows = (0, None) if before is None else (before.sequence + 1, before.hash)
        if (entry.sequence, entry.previous) != follows:
            raise IntegrityError(f"{entry.chain} entry {entry.sequence} does not follow the head it was read at")
        heads[entry.chain] = Head(sequence=entry.sequence, hash=entry.hash, recorded_at=entry.recorded_at)
    return heads


def _state_row(chain: str, before: Head | None, head: Head) -> Statement:
    row = (head.sequence, head.hash, head.recorded_at, chain)
    if before is None:
        return sql.ADD_STATE, row
    return sql.MOVE_STATE, row


def _entry_row(entry: Entry) -> Statement:
    body = hashed_bytes(entry)
    if digest_bytes(body) != entry.hash:
        raise IntegrityError(f"{entry.chain} entry {entry.sequence} does not hash to what it says")
    return (
        sql.ADD_ENTRY,
        (
            entry.chain,
            entry.sequence,
            entry.hash,
            entry.previous,
            entry.body.kind,
            key(entry),
            body.decode(),
        ),
    )


def key(entry: Entry) -> str | None:
    """What people look an entry up by: a decision's id, a document's digest."""
    body = entry.body
    if isinstance(body, Decided):
        return body.decision.decision_id
    return body.digest if isinstance(body, EvidenceAdded) else None


def _view_row(view: View, moved: Container[str]) -> Statement:
    chain = subject(view.ref).chain
    if chain not in moved:
        raise IntegrityError(f"a commit changes the view of {view.ref}, and no entry of {chain} says why")
    digest, body = sealed(view)
    return (
        sql.PUT_VIEW,
        (view.ref, chain, digest, body),
    )


def _record_row(record: StageRecord) -> Statement:
    return (
        sql.PUT_RECORD,
        (record.subject, record.stage.value, record.visit, *sealed(record)),
    )


def _blob_row(digest: str, data: bytes) -> Statement:
    if digest_bytes(data) != digest:
        raise IntegrityError(f"a commit stores bytes under {digest} that have another digest")
    return (
        sql.ADD_BLOB,
        (digest, len(data), zlib.compress(data, _COMPRESSION)),
    )


def _request_rows(commit: Commit) -> Iterator[Statement]:
    request = commit.request
    if request is None:
        return
    entry, body = _decision(commit.entries)
    yield (
        sql.ADD_REQUEST,
        (
            request.requester,
            request.request_id,
            commit.attempt,
            request.digest,
            entry.chain,
            entry.sequence,
            body.decision.decision_id,
            body.decision.verdict.value,
        ),
    )


def _decision(entries: Iterable[Entry]) -> tuple[Entry, Decided]:
    for entry in entries:
        if isinstance(entry.body, Decided):
            return entry, entry.body
    raise IntegrityError("a commit answers a request, and holds no decision")


def _in_force_rows(held: InForce | None) -> Iterator[Statement]:
    if held is not None:
        yield sql.PUT_IN_FORCE, sealed(held)


def sealed(value: Value) -> tuple[str, str]:
    """The digest of a value's JSON, and that JSON."""
    body = value.model_dump_json()
    return digest_bytes(body.encode()), body


def is_sealed(digest: str, body: object) -> bool:
    """Whether this is the text of that digest; in a damaged file it may be no text at all."""
    return isinstance(body, str) and digest_bytes(body.encode()) == digest


def head_of(chain: str, sequence: int, hash_: str, recorded_at: str) -> Head:
    """A chain's head from its STATE; raises IntegrityError when it is none."""
    try:
        return Head(sequence=sequence, hash=hash_, recorded_at=recorded_at)
    except ValidationError as error:
        raise IntegrityError(f"the head of {chain} was changed: {error.errors()[0]['msg']}", hint=_HINT) from error


def opened(kind: type[Kept], digest: str, body: str, where: str) -> Kept:
    """A sealed value; raises IntegrityError naming ``where`` when it is not what its digest says."""
    if not is_sealed(digest, body):
        raise IntegrityError(f"{where} was changed: it does not match its digest", hint=_HINT)
    return _parsed(kind, body, where)


def entry_of(chain: str, sequence: int, hash_: str, body: str) -> Entry:
    """The entry that stands at this place; raises IntegrityError when it is not the one that was linked."""
    where = f"{chain} entry {sequence}"
    if not is_sealed(hash_, body):
        raise IntegrityError(f"{where}: was edited: it does not hash to what it says", hint=_HINT)
    entry = _parsed(Entry, f'{body[:-1]},"hash":"{hash_}"}}', where)
    if (entry.chain, entry.sequence) != (chain, sequence):
        raise IntegrityError(f"{where}: entry {entry.sequence} of {entry.chain} stands in its place", hint=_HINT)
    return entry


def blob_of(digest: str, size: int, body: bytes) -> bytes:
    """The bytes stored under a digest; raises IntegrityError when they are not those."""
    try:
        data = zlib.decompressobj().decompress(body, max(size, 0) + 1)
    except (zlib.error, TypeError, OverflowError):
        data = None
    if data is None or digest_bytes(data) != digest:
        raise IntegrityError(f"the document {digest} was changed: it does not match its digest", hint=_HINT)
    return data


def _parsed(kind: type[Kept], body: str, where: str) -> Kept:
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        raise IntegrityError(
            f"{where} cannot be read: {error.errors()[0]['msg']}", hint="read it with the mlgate that wrote it"
        ) from error
