"""One durable gate-shaped commit against a bare SQLite transaction of as many rows and bytes.

Both use the same pragmas on the same disk and take turns, so that what the machine does meanwhile hits both. What is
compared are medians; the goal is a ratio under 3.
"""

from __future__ import annotations

import itertools
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from mlgate.canonical import canonical, digest, digest_bytes
from mlgate.model.decision import Decision, EngineRef, Finding, PolicyRef, RegistryChange
from mlgate.model.effect import Artifact, Effect, Outcome, PackageRef, Standing
from mlgate.model.entry import Body, Decided, EvidenceAdded, ModelRegistered, Settled
from mlgate.model.people import Actor
from mlgate.model.view import View
from mlgate.model.vocabulary import (
    DocumentStatus,
    EffectState,
    FindingEffect,
    FindingStatus,
    Gate,
    Grade,
    ModelRisk,
    Stage,
    Tier,
    Verdict,
)
from mlgate.table.chain import link
from mlgate.table.interface import Commit, RequestKey
from mlgate.table.projection import fold, records
from mlgate.table.sqlite import SqliteTable
from mlgate.table.sqlite.rows import statements

FACTS = Path(__file__).parents[1] / "examples" / "credit-risk" / "T02.json"
MODEL, CHAIN = "model/credit-risk-scorer/2", "model/credit-risk-scorer"
NOW = "2026-11-12T09:00:00Z"
ACTOR = Actor(person="u-tom.berg", authenticated=True)
ROUNDS, WARM_UP = 400, 40
GOAL = 3.0
CONTROLS = tuple(f"FAIR-{number:03}" for number in range(1, 25))
KINDS = ("evaluation_report", "fairness_report", "model_card", "risk_management_file", "dataset_datasheet")
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "fullfsync = ON", "foreign_keys = ON")


@dataclass(frozen=True)
class Measured:
    """Median seconds of the parts of one commit, and of the bare transaction."""

    read: float
    draft: float
    commit: float
    bare: float
    rows: int
    size: int

    @property
    def ratio(self) -> float:
        """How many bare transactions one commit costs."""
        return self.commit / self.bare


def registered() -> ModelRegistered:
    """The model, with an empty artifact."""
    return ModelRegistered(
        subject=MODEL,
        package=PackageRef(
            subject=MODEL, arn="arn:aws:sagemaker:eu-central-1:111122223333:model-package/m/2", created_at=NOW
        ),
        artifact=Artifact(containers=()),
        artifact_digest=digest("artifact"),
        authors=("u-ana.ruiz",),
        owner="u-priya.nair",
        model_risk=ModelRisk.HIGH,
        approval_status="PendingManualApproval",
        lifecycle_stage=None,
        lifecycle_status=None,
        first_stage=Stage.DEVELOPMENT,
    )


def evidence(kind: str, number: int) -> EvidenceAdded:
    """One version of one document."""
    return EvidenceAdded(
        subject=MODEL,
        type=kind,
        digest=digest([kind, number]),
        grade=Grade.MEASURED,
        status=DocumentStatus.IN_REVIEW,
        created_by="svc-monitor",
        created_at=NOW,
        metrics={"auc": 0.794, "brier": 0.163, "n": 1000},
    )


def decided(view: View, facts: bytes, raw: bytes) -> Decided:
    """A rejection with findings, numbered after what the view knows."""
    decision_id = digest([view.effect_number])[7:39]
    findings = tuple(
        Finding(
            control=control,
            code="gap_over_limit",
            effect=FindingEffect.DENY if place % 2 else FindingEffect.WARN,
            status=FindingStatus.OPEN,
            waiver=None,
            scope="age=65+",
            title="Equal opportunity difference per group",
            message="age=65+: difference 0.1312 beyond 0.1",
            remediation="Find the driver features, mitigate, re-test; a justified difference needs legal sign-off.",
            references=("EU AI Act Art 10(2)(f)-(g)", "NIST AI RMF MEASURE 2.11", "ISO 42001 A.5.4"),
        )
        for place, control in enumerate(CONTROLS[:8])
    )
    decision = Decision(
        decision_id=decision_id,
        request_id=f"ci-{view.effect_number}",
        verdict=Verdict.REJECTED,
        effect=EffectState.INTENDED,
        gate=Gate.G3,
        subject=MODEL,
        from_stage=view.stage,
        to_stage=Stage.QA,
        moves_to=None,
        evaluated_at=NOW,
        requester=ACTOR.person,
        risk_tier=Tier.HIGH,
        findings=findings,
        controls=CONTROLS,
        policy=PolicyRef(revision="2026.11.1", digest=digest("bundle")),
        facts_digest=digest_bytes(facts),
        engine=EngineRef(name="gordon-to-regorus", version="0.13.0"),
        mlgate="0.1.0",
        dry_run=False,
    )
    return Decided(
        subject=MODEL,
        decision=decision,
        request_digest=digest("request"),
        reason="release 2",
        replaces=None,
        raw_digest=digest_bytes(raw),
        directory_digest=digest("directory"),
        schemas_digest=digest("schemas"),
        supersedes=None,
        effect=Effect(
            subject=MODEL,
            number=view.effect_number + 1,
            change=RegistryChange(approval_status=None, stage=None, stage_status=None, granting=False),
            description="rejected at G3: FAIR-001",
            decision_id=decision_id,
            apply_by=None,
        ),
    )


def settled(view: View) -> Settled:
    """The outcome of the effect that is open."""
    effect = view.open_effects[0]
    standing = Standing(approval_status="Rejected", lifecycle=None, number=effect.number, entry=effect.entry)
    outcome = Outcome(subject=MODEL, number=effect.number, state=EffectState.APPLIED, reason="", standing=standing)
    return Settled(subject=MODEL, outcome=outcome, undoes=None, back_to=None)


def drafted(table: SqliteTable, bodies: Callable[[View | None], list[Body]], facts: bytes, raw: bytes) -> Commit:
    """Link and fold bodies on what the table holds now."""
    snapshot = table.read([MODEL])
    before = snapshot.views.get(MODEL)
    made = bodies(before)
    views = dict(snapshot.views)
    entries = link(snapshot.heads[CHAIN], CHAIN, made, actor=ACTOR, now=NOW, mlgate="0.1.0")
    for entry in entries:
        views.update(fold(views, entry))
    asked = [body for body in made if isinstance(body, Decided)]
    return Commit(
        expected=snapshot.heads,
        entries=entries,
        views=tuple(views.values()),
        records=records(views[MODEL], before, views),
        blobs={digest_bytes(facts): facts, digest_bytes(raw): raw} if asked else {},
        request=RequestKey(ACTOR.person, asked[0].decision.request_id or "", digest("request")) if asked else None,
    )


def gates(table: SqliteTable) -> Iterator[tuple[float, float, float, Commit]]:
    """Gate after gate: seconds to read, to draft and to commit, and what was committed."""
    example = FACTS.read_bytes()
    table.commit(
        drafted(table, lambda _: [registered(), *(evidence(kind, n) for kind in KINDS for n in range(3))], b"", b"")
    )
    for number in itertools.count():
        facts = canonical({"number": number, "facts": example.decode()})
        raw = canonical({"number": number, "raw": [finding * 10 for finding in CONTROLS] * 10})
        begun = time.perf_counter()
        table.read([MODEL])
        read = time.perf_counter()
        commit = drafted(table, lambda view: [decided(view, facts, raw)] if view else [], facts, raw)  # noqa: B023 - called at once
        ready = time.perf_counter()
        table.commit(commit)
        done = time.perf_counter()
        table.commit(drafted(table, lambda view: [settled(view)] if view else [], b"", b""))
        yield read - begun, ready - read, done - ready, commit


def bare(connection: sqlite3.Connection, rows: list[str]) -> float:
    """Seconds for one transaction that inserts these rows and nothing else."""
    begun = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for row in rows:
        connection.execute("INSERT INTO plain (body) VALUES (?)", (row,))
    connection.execute("COMMIT")
    return time.perf_counter() - begun


def payload(commit: Commit) -> list[str]:
    """As many rows as the commit writes, with as many bytes as it is given."""
    blobs = [data.decode() for data in commit.blobs.values()]
    texts = [
        "".join(value for value in row if isinstance(value, str))
        for _, row in statements(commit)
        if not any(isinstance(value, bytes) for value in row)
    ]
    return blobs + texts


def measure(rounds: int = ROUNDS) -> Measured:
    """Gates and bare transactions by turns, in two files of one folder."""
    with tempfile.TemporaryDirectory() as folder:
        plain = sqlite3.connect(Path(folder) / "plain.db", isolation_level=None)
        with SqliteTable(Path(folder) / "governance.db", create=True) as table, closing(plain):
            for pragma in PRAGMAS:
                plain.execute(f"PRAGMA {pragma}")
            plain.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, body TEXT)")
            seconds: list[tuple[float, float, float, float]] = []
            rows: list[str] = []
            for read, draft, commit, made in itertools.islice(gates(table), WARM_UP + rounds):
                rows = payload(made)
                seconds.append((read, draft, commit, bare(plain, rows)))
    medians = [statistics.median(column) for column in zip(*seconds[WARM_UP:], strict=True)]
    return Measured(*medians, rows=len(rows), size=sum(len(row) for row in rows))


def main() -> None:
    """Print the parts in milliseconds, and the ratio."""
    found = measure()
    print(f"one gate-shaped commit: {found.rows} rows, {found.size / 1024:.0f} KiB; medians of {ROUNDS}")
    for name in ("read", "draft", "commit", "bare"):
        print(f"  {name:<8}{getattr(found, name) * 1000:8.3f} ms")
    print(f"  commit / bare transaction: {found.ratio:.2f} (goal < {GOAL:g})")


if __name__ == "__main__":
    main()
