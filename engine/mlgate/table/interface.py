"""What mlgate asks of the governance table.

One STATE per chain (head and present views). A commit is one atomic transaction, conditional on every chain it read,
and on the requests it answers being unanswered. Entry bodies, facts and bundles are immutable, by digest.

Errors that may escape: ConflictError (a head moved, or the request was answered meanwhile; nothing was written),
TableLockedError, TableError (unreadable, read-only, full, corrupt: the outcome of a commit may be unknown, so read the
request), NotFoundError (no such blob), IntegrityError (a blob or view does not match its digest).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from mlgate.model.entry import Entry, Head
from mlgate.model.view import InForce, StageRecord, View


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One transactional read: the head of each chain asked for (None: no entry yet) and the views found there.

    ``views`` holds the views of exactly those refs that exist; ``in_force`` is None before ``init``.
    """

    heads: Mapping[str, Head | None]
    views: Mapping[str, View]
    in_force: InForce | None


@dataclass(frozen=True, slots=True)
class RequestKey:
    """``request/<requester>/<request id>`` with the digest of the request's body."""

    requester: str
    request_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """The newest answer to a request: the decision's entry."""

    key: RequestKey
    attempt: int
    chain: str
    sequence: int
    decision_id: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One atomic write.

    ``expected`` names every chain the write rests on and the head it was read at. ``entries`` are linked already
    (`mlgate.table.chain.link`), in chain order; ``views`` and ``records`` are the projections after them. ``attempt``
    is the number of the answer this is to ``request`` (1 for the first); that attempt must not exist yet.
    """

    expected: Mapping[str, Head | None]
    entries: tuple[Entry, ...]
    views: tuple[View, ...] = ()
    in_force: InForce | None = None
    records: tuple[StageRecord, ...] = ()
    blobs: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    request: RequestKey | None = None
    attempt: int = 1


class Table(Protocol):
    """Read and commit: all that a gate needs."""

    def read(self, refs: Collection[str]) -> Snapshot:
        """One consistent read: the views of ``refs`` (subjects or chains), their chains' heads, what is in force.

        A ref that is neither is InputError.
        """
        ...

    def commit(self, commit: Commit) -> None:
        """Write all of it, durably, or none of it."""
        ...

    def answered(self, requester: str, request_id: str) -> RequestRecord | None:
        """The newest answer to a request, if any."""
        ...


class Archive(Protocol):
    """Immutable bytes by digest."""

    def blob(self, digest: str) -> bytes:
        """The bytes, verified against the digest."""
        ...

    def blobs(self, digests: Collection[str]) -> Mapping[str, bytes]:
        """Several at once; a missing one is NotFoundError."""
        ...

    def missing(self, digests: Collection[str]) -> frozenset[str]:
        """Those that are not stored."""
        ...


class History(Protocol):
    """The record, for people and for audits: streams, never whole."""

    def chains(self) -> Iterator[str]:
        """Every chain, sorted."""
        ...

    def entries(self, chain: str, after: int = -1) -> Iterator[Entry]:
        """The entries of a chain in order, from the one after sequence ``after``."""
        ...

    def newest(self, limit: int) -> Iterator[Entry]:
        """The newest entries of all chains, newest first."""
        ...

    def decision(self, prefix: str) -> Entry:
        """The decision entry whose id starts with ``prefix``: at least 4 hex digits, the newest of equal ids.

        Too short, ambiguous or unknown is NotFoundError.
        """
        ...

    def evidence(self, prefix: str) -> Entry:
        """The newest ``evidence.added`` entry whose document digest starts with ``prefix`` (``sha256:`` or not).

        Too short, ambiguous (two documents) or unknown is NotFoundError.
        """
        ...

    def subjects(self) -> Iterator[View]:
        """The present view of every subject, sorted by ref."""
        ...

    def records(self, ref: str | None = None) -> Iterator[StageRecord]:
        """The stage records, of one subject or of all, sorted by subject, stage (as a life goes) and visit."""
        ...


class GovernanceTable(Table, Archive, History, Protocol):
    """The whole of it, as `compose` hands it out."""
