"""A project folder with a governance table and a sandbox registry, brought to a point of the credit-risk story."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from mlgate.compose import House, house, initialise, policy
from mlgate.demo import REGION, StoryClock, as_registered
from mlgate.facts.attachment import Attachment
from mlgate.ledger import Clock
from mlgate.model.effect import METADATA_ENTRY, METADATA_NUMBER, PackageState
from mlgate.model.entry import Decided, Entry, Settled
from mlgate.model.request import Request
from mlgate.model.subject import subject
from mlgate.model.value import instant
from mlgate.model.vocabulary import ModelRisk, ModelRole, Stage
from mlgate.policy.rego import RegoPolicy
from mlgate.sandbox import Sandbox
from mlgate.sandbox.seed import model_version
from mlgate.settings import load
from mlgate.shipped import shipped
from mlgate.table.chain import verify

EXAMPLE = shipped("examples") / "credit-risk"
USE_CASE = "use-case/UC-CR-001"
MODEL = "model/credit-risk-scorer/2"
READY_FOR_QA = "2026-10-20T09:00:00Z"

_CONFIG = """\
[table]
path = "governance.db"
[registry]
kind = "sagemaker"
endpoint_url = "{url}"
region = "{region}"
[directory]
path = "directory.toml"
"""


@dataclass(frozen=True)
class Place:
    """One project. ``state`` is the sandbox's file; ``copy`` makes another project from this one, as it stands."""

    folder: Path
    sandbox: Sandbox
    state: Path

    @classmethod
    def create(cls, folder: Path, sandbox: Sandbox, state: Path) -> Place:
        """A project in which nothing has happened, with one package waiting in the registry."""
        folder.mkdir()
        shutil.copy(EXAMPLE / "directory.toml", folder)
        (folder / "governance.toml").write_text(_CONFIG.format(url=sandbox.url, region=REGION))
        initialise(cls._settings(folder), as_person="u-raj.patel", now=StoryClock(instant("2026-09-01T09:00:00Z")))
        model_version(sandbox.url, REGION, group="credit-risk-scorer", version=2)
        return cls(folder, sandbox, state)

    @staticmethod
    def _settings(folder: Path) -> Any:
        return load(folder / "governance.toml", environment={})

    @property
    def database(self) -> Path:
        return self.folder / "governance.db"

    def keep(self, folder: Path) -> Saved:
        """Remember table and registry as they stand."""
        folder.mkdir()
        shutil.copy(self.database, folder / "governance.db")
        shutil.copy(self.state, folder / "state.json")
        return Saved(self, folder)

    @cached_property
    def policy(self) -> RegoPolicy:
        """The shipped policies, loaded once."""
        return policy(self._settings(self.folder))

    @contextmanager
    def open(self, at: str, person: str = "u-tom.berg") -> Iterator[House]:
        """The project at a moment of the story, in the name of somebody."""
        with self.open_with(StoryClock(instant(at)), person) as opened:
            yield opened

    @contextmanager
    def open_with(self, clock: Clock, person: str = "u-tom.berg") -> Iterator[House]:
        """The project by a clock of the test's own."""
        with house(self._settings(self.folder), as_person=person, now=clock, loaded=self.policy) as opened:
            yield opened

    def state_of(self, opened: House) -> PackageState:
        return opened.registry.describe(opened.registry.package(subject(MODEL)))

    def updates(self) -> list[str]:
        """The number of each effect that reached the registry, in order of arrival."""
        calls = self.sandbox.calls.of("UpdateModelPackage")
        sent = [call.parameters["CustomerMetadataProperties"][METADATA_NUMBER] for call in calls if call.parameters]
        self.sandbox.calls.clear()
        return sent


@dataclass(frozen=True)
class Saved:
    """Table and registry, to be put back."""

    place: Place
    folder: Path

    def restore(self) -> None:
        """Put table and registry back to what they were."""
        for leftover in self.place.folder.glob("governance.db-*"):
            leftover.unlink()
        shutil.copy(self.folder / "governance.db", self.place.database)
        beside = self.place.state.with_suffix(".new")
        shutil.copy(self.folder / "state.json", beside)
        beside.replace(self.place.state)
        self.place.sandbox.calls.clear()
        self.place.sandbox.faults.clear()


def ask(
    opened: House, to_stage: Stage | None, request_id: str | None, *, ref: str = MODEL, check: Any = None
) -> Request:
    return Request(
        subject=ref,
        to_stage=to_stage,
        check=check,
        requester=opened.actor,
        reason="as the story tells",
        replaces=None,
        request_id=request_id,
    )


def file(opened: House, clock: StoryClock, *, until: str, after: str = "2026-01-01") -> None:
    """File and approve what the story knows of the use case and the model, in its order."""
    told = yaml.safe_load((EXAMPLE / "story.yaml").read_text("utf-8"))
    for document in sorted(told["filed"], key=lambda document: document["recorded"]):
        if document["subject"] in {USE_CASE, MODEL} and after < document["recorded"] <= until:
            attach(opened, clock, document)


def attach(opened: House, clock: StoryClock, document: Mapping[str, Any]) -> None:
    path = EXAMPLE / "documents" / document["document"]
    clock.advance(document["recorded"])
    created = document["created"]
    writer = opened.acting_as(created["by"]).recorder
    attachment = Attachment(path.name.split(".")[0], as_registered(path, opened, document["subject"]), path.name)
    entry = writer.add_evidence(document["subject"], attachment, created_at=instant(created["at"]))
    for approval in document["approved"]:
        clock.advance(approval["at"])
        opened.acting_as(approval["person"]).recorder.approve_evidence(entry.body.digest, role=approval["role"])


def told_until_qa(place: Place) -> None:
    """The use case is in development, the model has its documents and its owner's vote: ready to ask for QA."""
    clock = StoryClock(instant("2026-09-08T09:00:00Z"))
    told = yaml.safe_load((EXAMPLE / "story.yaml").read_text("utf-8"))
    with place.open_with(clock, "u-lena.ortiz") as opened:
        opened.recorder.register_use_case(USE_CASE, **told["use_cases"][USE_CASE])
        file(opened, clock, until="2026-09-12")
        clock.advance("2026-09-14T09:00:00Z")
        for person, role in (("u-carl.weiss", "business_risk_owner"), ("u-helen.moore", "governance_officer")):
            vote(opened.acting_as(person), role, Stage.DEVELOPMENT, USE_CASE)
        assert opened.gate(ask(opened, Stage.DEVELOPMENT, "story-1", ref=USE_CASE)).verdict == "approved"
        clock.advance("2026-10-14T09:00:00Z")
        told_of = told["models"][MODEL]
        opened.recorder.register_model(
            MODEL,
            use_cases=[(USE_CASE, ModelRole.DECISION)],
            owner=told_of["owner"],
            model_risk=ModelRisk.HIGH,
            authors=told_of["authors"],
        )
        file(opened, clock, until="2026-10-16", after="2026-09-12")
        clock.advance("2026-10-19T09:00:00Z")
        vote(opened.acting_as("u-priya.nair"), "model_owner", Stage.QA)


def vote(opened: House, role: str, to_stage: Stage, ref: str = MODEL) -> None:
    opened.recorder.vote(ask(opened, to_stage, None, ref=ref), role=role, reason=None, seen=None)


def decisions(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if isinstance(entry.body, Decided)]


def is_whole(place: Place, opened: House) -> None:
    """What must hold at rest, whatever happened before: the promises, checked entry by entry."""
    table = opened.table
    for chain in table.chains():
        verify(chain, table.entries(chain), table.read([chain]).heads[chain])
    chain = subject(MODEL).chain
    entries = list(table.entries(chain))
    asked = {entry.body.effect.number: entry for entry in entries if getattr(entry.body, "effect", None)}
    settled = [entry.body.outcome for entry in entries if isinstance(entry.body, Settled)]
    assert sorted(outcome.number for outcome in settled) == sorted(asked), "every effect is settled, once"
    state, view = place.state_of(opened), table.read([MODEL]).views[MODEL]
    if state.approval_status == "Approved":
        entry = next(entry for entry in entries if entry.hash == state.metadata[METADATA_ENTRY])
        assert entry.body.decision.verdict == "approved", "what is approved has its decision"
    if asked:
        newest = max(asked)
        assert view.effect_number == newest
        applied = [outcome.number for outcome in settled if outcome.state == "applied"]
        assert state.metadata.get(METADATA_NUMBER) == (str(max(applied)) if applied else None)
