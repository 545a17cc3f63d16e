"""The table: conditional commits, consistent reads, the archive and the history.

One connection, used from the thread that made it. Streams are read in pages, so a stream that is not finished holds
nothing open, and a commit in the middle of one is fine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from mlgate.errors import ConflictError, IntegrityError, NotFoundError
from mlgate.model.entry import Entry, Head
from mlgate.model.subject import IN_FORCE, subject
from mlgate.model.view import InForce, StageRecord, View
from mlgate.model.vocabulary import Stage
from mlgate.table.interface import Commit, RequestKey, RequestRecord, Snapshot
from mlgate.table.sqlite import sql
from mlgate.table.sqlite.database import Database, Row
from mlgate.table.sqlite.rows import blob_of, entry_of, head_of, is_sealed, opened, statements

_PAGE = 64
_REMEMBERED = 256
_BEYOND = 2**63 - 1
_PREFIX = re.compile(r"[0-9a-f]{4,64}")
_GROUP = re.compile(r"model/[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
_ORDER = {stage: place for place, stage in enumerate(Stage)}


class SqliteTable:
    """A `GovernanceTable` in one SQLite file.

    ``timeout_seconds`` is how long to wait for another process that writes. A missing file is TableError unless
    ``create``; an older one is brought to the present version on opening, a newer one refused.
    """

    def __init__(
        self, path: Path | str, *, timeout_seconds: float = 10.0, read_only: bool = False, create: bool = False
    ) -> None:
        self._database = Database(Path(path), timeout_seconds=timeout_seconds, read_only=read_only, create=create)
        self._remembered: dict[str, tuple[str, View]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def read(self, refs: Collection[str]) -> Snapshot:
        """One consistent read of views, heads and what is in force; every view is held against its digest."""
        chains = _listed({chain_of(ref) for ref in refs})
        with self._database.transaction("DEFERRED") as connection:
            heads = connection.execute(sql.STATES, chains).fetchall()
            views = connection.execute(sql.VIEWS, _listed(refs)).fetchall()
            held = connection.execute(sql.IN_FORCE).fetchone()
        found = {row[0]: head_of(*row) for row in heads}
        return Snapshot(
            heads={chain_of(ref): found.get(chain_of(ref)) for ref in refs},
            views={row[0]: self._view(*row) for row in views},
            in_force=None if held is None else opened(InForce, held[0], held[1], "what is in force"),
        )

    def commit(self, commit: Commit) -> None:
        """Write all of it, durably, or none of it. What can be prepared is prepared before the file is locked."""
        prepared = statements(commit)
        with self._database.transaction("IMMEDIATE") as connection:
            heads = connection.execute(sql.STATES, _listed(commit.expected)).fetchall()
            _compare(commit.expected, {chain: (sequence, hash_) for chain, sequence, hash_, _ in heads})
            if commit.request is not None:
                answer = (commit.request.requester, commit.request.request_id, commit.attempt)
                _unanswered(commit.request, connection.execute(sql.ATTEMPT, answer).fetchone())
            for statement, row in prepared:
                connection.execute(statement, row)

    def answered(self, requester: str, request_id: str) -> RequestRecord | None:
        """The newest answer to a request, if any."""
        for digest, attempt, chain, sequence, decision_id, verdict in self._database.rows(
            sql.ANSWER, (requester, request_id)
        ):
            key = RequestKey(requester, request_id, digest)
            return RequestRecord(key, attempt, chain, sequence, decision_id, verdict)
        return None

    def blob(self, digest: str) -> bytes:
        """The bytes, verified against the digest."""
        return self.blobs([digest])[digest]

    def blobs(self, digests: Collection[str]) -> Mapping[str, bytes]:
        """Several at once; a missing one is NotFoundError."""
        found = {row[0]: blob_of(*row) for row in self._database.rows(sql.BLOBS, _listed(digests))}
        absent = sorted(set(digests) - found.keys())
        if absent:
            raise NotFoundError(f"the archive has no document {', '.join(absent)}")
        return found

    def missing(self, digests: Collection[str]) -> frozenset[str]:
        """Those that are not stored."""
        return frozenset(digests) - {digest for (digest,) in self._database.rows(sql.STORED, _listed(digests))}

    def chains(self) -> Iterator[str]:
        """Every chain, sorted: those that have a head, and those that only have entries."""
        return (row[0] for row in self._pages(sql.CHAINS, ""))

    def entries(self, chain: str, after: int = -1) -> Iterator[Entry]:
        """The entries of a chain in order; the first that is not as it was linked raises IntegrityError."""
        return (entry_of(chain, *row) for row in self._pages(sql.ENTRIES, after, chain))

    def newest(self, limit: int) -> Iterator[Entry]:
        """The newest entries of all chains, newest first."""
        return (entry_of(*row[1:]) for row in islice(self._pages(sql.NEWEST, _BEYOND), limit))

    def decision(self, prefix: str) -> Entry:
        """The decision whose id starts with ``prefix``."""
        return self._found("decision", prefix, prefix, "decision id")

    def evidence(self, prefix: str) -> Entry:
        """The newest entry that added a document whose digest starts with ``prefix``."""
        digits = prefix.removeprefix("sha256:")
        return self._found("evidence.added", f"sha256:{digits}", digits, "document digest")

    def subjects(self) -> Iterator[View]:
        """The present view of every subject, sorted by ref."""
        return (self._view(*row) for row in self._pages(sql.SUBJECTS, ""))

    def records(self, ref: str | None = None) -> Iterator[StageRecord]:
        """The stage records, sorted by subject, stage (as a life goes) and visit."""
        refs = (row[0] for row in self._pages(sql.RECORDED, "")) if ref is None else (ref,)
        return (record for found in refs for record in self._records(found))

    def _records(self, ref: str) -> list[StageRecord]:
        rows = self._database.rows(sql.RECORDS, (ref,))
        found = [opened(StageRecord, digest, body, f"a stage record of {ref}") for digest, body in rows]
        return sorted(found, key=lambda record: (_ORDER[record.stage], record.visit))

    def _pages(self, statement: str, after: str | int, *more: str) -> Iterator[Row]:
        """Rows page by page; their first column is the key that ``statement`` compares with its first parameter."""
        while page := self._database.rows(statement, (after, *more, _PAGE)):
            yield from page
            after = page[-1][0]

    def _found(self, kind: str, start: str, digits: str, what: str) -> Entry:
        if not _PREFIX.fullmatch(digits):
            raise NotFoundError(
                f"{digits[:80]!r} is not the start of a {what}", hint="give at least 4 hex digits of it"
            )
        keys = self._database.rows(sql.KEYS, (kind, start, start + "g"))
        if not keys:
            raise NotFoundError(f"no {what} starts with {digits}", hint="mlgate log lists the newest entries")
        if len(keys) > 1:
            among = f"{keys[0][0]} and {keys[1][0]}"
            raise NotFoundError(f"{digits} is ambiguous: it starts {among}", hint="give more of its digits")
        (row,) = self._database.rows(sql.ENTRY, (keys[0][1],))
        return entry_of(*row)

    def _view(self, ref: str, digest: str, body: str) -> View:
        """A stored view; one that was read before with the same digest is not parsed again."""
        known = self._remembered.get(ref)
        if known is not None and known[0] == digest and is_sealed(digest, body):
            return known[1]
        view = opened(View, digest, body, f"the view of {ref}")
        if view.ref != ref:
            raise IntegrityError(f"the view of {view.ref} stands in the place of {ref}")
        if len(self._remembered) >= _REMEMBERED:
            self._remembered.clear()
        self._remembered[ref] = (digest, view)
        return view


def chain_of(ref: str) -> str:
    """The chain of a subject, or the chain itself; raises InputError for what is neither."""
    if ref == IN_FORCE or _GROUP.fullmatch(ref):
        return ref
    return subject(ref).chain


def _listed(values: Iterable[str]) -> tuple[str]:
    """The one parameter of a statement that asks for several rows."""
    return (json.dumps(list(values)),)


def _compare(expected: Mapping[str, Head | None], found: Mapping[str, tuple[int, str]]) -> None:
    for chain, head in expected.items():
        read_at = None if head is None else (head.sequence, head.hash)
        if found.get(chain) != read_at:
            raise ConflictError(
                f"{chain} has changed since it was read ({_words(read_at)}, now {_words(found.get(chain))})",
                hint="nothing was written: read again and decide again",
            )


def _words(place: tuple[int, str] | None) -> str:
    return "no entry" if place is None else f"entry {place[0]}"


def _unanswered(request: RequestKey, answer: tuple[str] | None) -> None:
    if answer is not None:
        raise ConflictError(
            f"request {request.request_id} of {request.requester} was answered meanwhile by decision {answer[0]}",
            hint="nothing was written: read the answer",
        )
