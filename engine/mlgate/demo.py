"""The credit-risk story, end to end, on an embedded sandbox: refused with reasons, the gap closed, approved, flipped.

The story has a clock of its own (autumn 2026), so that it reads the same whenever it is told. Everything else is real:
the shipped policies, the governance table on SQLite, a model registry that is spoken to over HTTP.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from mlgate.compose import House, house, initialise
from mlgate.errors import ConfigError
from mlgate.facts.attachment import Attachment
from mlgate.model.decision import Decision
from mlgate.model.request import Request
from mlgate.model.subject import subject
from mlgate.model.value import instant
from mlgate.model.view import StageRecord
from mlgate.model.vocabulary import ModelRisk, ModelRole, Stage
from mlgate.sandbox import Sandbox
from mlgate.sandbox.seed import model_version
from mlgate.settings import Settings, load
from mlgate.shipped import shipped

Say = Callable[[str], None]
Show = Callable[[Decision], None]

USE_CASE = "use-case/UC-CR-001"
MODEL = "model/credit-risk-scorer/2"
REGION = "eu-central-1"

_CONFIG = """\
[table]
path = ".mlgate/governance.db"

[registry]
kind = "sagemaker"
endpoint_url = "{url}"
region = "{region}"

[directory]
path = "directory.toml"
"""


@dataclass(slots=True)
class StoryClock:
    """The time that the story has come to; every look moves it on by a second: nothing happens twice at once."""

    moment: datetime
    step: timedelta = field(default=timedelta(seconds=1))

    def __call__(self) -> datetime:
        """The next moment."""
        self.moment += self.step
        return self.moment

    def advance(self, text: str) -> None:
        """Go on to a moment, never back."""
        self.moment = max(self.moment, instant(text))


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the story: what is said, how a decision is shown, and what it is told on."""

    say: Say
    show: Show
    opened: House
    clock: StoryClock
    folder: Path
    filed: tuple[Mapping[str, Any], ...]

    def heading(self, text: str, moment: str) -> None:
        """A new chapter, with the day of the story that it begins on."""
        self.clock.advance(moment)
        day = self.clock.moment
        self.say(f"\n── {text} · {day.day} {day:%b %Y} ──\n")

    def command(self, text: str) -> None:
        """What one would type for the step that follows."""
        self.say(f"$ mlgate {text}")

    def file(self, *, until: str) -> None:
        """File and approve what the story knows of the use case and the model, in its order, up to a moment."""
        counts = {
            ref: sum(1 for document in self._due(until) if document["subject"] == ref) for ref in (USE_CASE, MODEL)
        }
        for document in self._due(until):
            self._attach(document)
        for ref, count in counts.items():
            if count:
                self.say(f"  {count} {'document' if count == 1 else 'documents'} filed and approved for {ref}")

    def _due(self, until: str) -> list[Mapping[str, Any]]:
        now = self.clock.moment
        due = [
            document
            for document in self.filed
            if document["subject"] in {USE_CASE, MODEL} and now < instant(document["recorded"]) <= instant(until)
        ]
        return sorted(due, key=lambda document: instant(document["recorded"]))

    def _attach(self, document: Mapping[str, Any]) -> None:
        path = self.folder / "documents" / document["document"]
        self.clock.advance(document["recorded"])
        created = document["created"]
        entry = self.opened.acting_as(created["by"]).recorder.add_evidence(
            document["subject"],
            Attachment(path.name.split(".")[0], as_registered(path, self.opened, document["subject"]), path.name),
            created_at=instant(created["at"]),
        )
        for approval in document["approved"]:
            self.clock.advance(approval["at"])
            approver = self.opened.acting_as(approval["person"])
            approver.recorder.approve_evidence(_digest(entry.body), role=approval["role"])

    def vote(self, ref: str, to_stage: Stage, votes: Iterable[tuple[str, str]]) -> None:
        """Approving votes, each by a person in a role."""
        for person, role in votes:
            voter = self.opened.acting_as(person)
            self.command(f"approve {ref} --to {to_stage} --role {role} --as {person}")
            voter.recorder.vote(_request(voter, ref, to_stage), role=role, reason=None, seen=None)

    def gate(self, ref: str, to_stage: Stage, person: str, *, reason: str, request_id: str) -> Decision:
        """Ask for a move and show the decision, and what the roll-up came to."""
        asking = self.opened.acting_as(person)
        self.command(f"gate {ref} --to {to_stage} --as {person}\n")
        request = _request(asking, ref, to_stage, reason=reason, request_id=request_id)
        moved: list[Decision] = []
        decision = asking.gate(request, told=moved.append)
        self.show(decision)
        for advice in moved:
            if not advice.dry_run:
                self.say(f"  with it, {advice.subject} moved {advice.from_stage} → {advice.moves_to}")
        return decision

    def registry(self) -> None:
        """What the model registry shows."""
        state = self.opened.registry.describe(self.opened.registry.package(subject(MODEL)))
        stage = f" · {state.lifecycle.stage}/{state.lifecycle.stage_status}" if state.lifecycle else ""
        self.say(f"  registry: {state.package.arn.rsplit(':', 1)[-1]} is {state.approval_status}{stage}")


def tell(say: Say, show: Show, keep: Path | None = None) -> int:
    """Tell the story; 0 when it ends as it should. ``keep`` is a folder to leave everything in."""
    folder = shipped("examples") / "credit-risk"
    story = yaml.safe_load((folder / "story.yaml").read_text("utf-8"))
    clock = StoryClock(instant("2026-09-08T09:00:00Z"))
    with _workplace(keep) as workplace, Sandbox() as sandbox:
        shutil.copy(folder / "directory.toml", workplace / "directory.toml")
        (workplace / "governance.toml").write_text(_CONFIG.format(url=sandbox.url, region=REGION), "utf-8")
        settings = load(workplace / "governance.toml", environment={})
        initialise(settings, as_person="u-raj.patel", now=clock)
        model_version(sandbox.url, REGION, group="credit-risk-scorer", version=2)
        ended = _told(settings, clock, folder, story, say, show)
        if keep is not None:
            say(f"\nEverything is in {workplace}: cd there, then mlgate log")
        return ended


def _told(  # noqa: PLR0917 - the parts of a telling, handed on once
    settings: Settings, clock: StoryClock, folder: Path, story: Mapping[str, Any], say: Say, show: Show
) -> int:
    with house(settings, as_person="u-lena.ortiz", now=clock) as opened:
        teller = Teller(say, show, opened, clock, folder, tuple(story["filed"]))
        _a_use_case_starts(teller, story["use_cases"][USE_CASE])
        _a_model_is_ready_for_tests(teller, story["models"][MODEL])
        refused = _it_is_refused(teller)
        approved = _the_gap_is_closed(teller)
        _the_record(teller)
        return 0 if (refused.verdict, approved.verdict, approved.effect) == ("rejected", "approved", "applied") else 1


def _a_use_case_starts(teller: Teller, told: Mapping[str, Any]) -> None:
    teller.heading("A use case is registered and classified", "2026-09-08T09:00:00Z")
    teller.opened.recorder.register_use_case(USE_CASE, **{name: told[name] for name in told})
    teller.command(f"use-case register {USE_CASE} --name '{told['name']}' --as u-lena.ortiz")
    teller.file(until="2026-09-10T12:00:00Z")
    teller.clock.advance("2026-09-14T11:00:00Z")
    votes = [("u-carl.weiss", "business_risk_owner"), ("u-helen.moore", "governance_officer")]
    teller.vote(USE_CASE, Stage.DEVELOPMENT, votes)
    teller.clock.advance("2026-09-15T09:00:00Z")
    reason = "The feasibility study is done; a first model can be built."
    teller.gate(USE_CASE, Stage.DEVELOPMENT, "u-lena.ortiz", reason=reason, request_id="story-1")


def _a_model_is_ready_for_tests(teller: Teller, told: Mapping[str, Any]) -> None:
    teller.heading("A model version is registered and goes to QA", "2026-10-14T12:00:00Z")
    teller.command(f"model register {MODEL} --use-case {USE_CASE}=decision --as u-tom.berg")
    teller.opened.acting_as("u-tom.berg").recorder.register_model(
        MODEL,
        use_cases=[(USE_CASE, ModelRole(told["role"]))],
        owner=told["owner"],
        model_risk=ModelRisk(told["model_risk"]),
        authors=told["authors"],
    )
    teller.registry()
    teller.file(until="2026-10-16T12:00:00Z")
    teller.clock.advance("2026-10-19T09:00:00Z")
    teller.vote(MODEL, Stage.QA, [("u-priya.nair", "model_owner")])
    teller.clock.advance("2026-10-20T09:00:00Z")
    reason = "Version 2 is trained on the refreshed data and ready to be tested."
    teller.gate(MODEL, Stage.QA, "u-tom.berg", reason=reason, request_id="story-2")
    teller.registry()


def _it_is_refused(teller: Teller) -> Decision:
    teller.heading("It is tested and validated, and asks for pre-production", "2026-10-28T09:00:00Z")
    teller.file(until="2026-11-07T12:00:00Z")
    teller.clock.advance("2026-11-11T09:00:00Z")
    teller.vote(MODEL, Stage.PRE_PRODUCTION, _VOTERS)
    teller.clock.advance("2026-11-12T09:00:00Z")
    reason = "Tested and validated; the shadow test needs it in pre-production."
    decision = teller.gate(MODEL, Stage.PRE_PRODUCTION, "u-tom.berg", reason=reason, request_id="story-3")
    teller.registry()
    return decision


def _the_gap_is_closed(teller: Teller) -> Decision:
    teller.heading("More cases are collected; the votes were on what was there before", "2026-11-23T09:00:00Z")
    path = teller.folder / "documents" / "credit-risk-scorer-2" / "fairness_report.collected.json"
    measured = teller.opened.acting_as("svc-pipeline")
    teller.command(f"evidence add {MODEL} --type fairness_report {path.name} --as svc-pipeline")
    entry = measured.recorder.add_evidence(
        MODEL, Attachment("fairness_report", as_registered(path, measured, MODEL), path.name)
    )
    approver = teller.opened.acting_as("u-ines.costa")
    teller.command(f"evidence approve {_digest(entry.body)[7:19]} --role model_validator --as u-ines.costa")
    approver.recorder.approve_evidence(_digest(entry.body), role="model_validator")
    reason = "The group 65+ now has 142 test cases."
    teller.gate(MODEL, Stage.PRE_PRODUCTION, "u-tom.berg", reason=reason, request_id="story-4")
    teller.heading("They look again and vote again", "2026-11-24T09:00:00Z")
    teller.vote(MODEL, Stage.PRE_PRODUCTION, _VOTERS)
    decision = teller.gate(MODEL, Stage.PRE_PRODUCTION, "u-tom.berg", reason=reason, request_id="story-4")
    teller.registry()
    return decision


def _the_record(teller: Teller) -> None:
    teller.heading("What the governance table holds", "2026-11-24T09:30:00Z")
    teller.command("show model/credit-risk-scorer/2")
    for record in teller.opened.table.records(MODEL):
        teller.say(f"  {_line(record)}")
    state = teller.opened.registry.describe(teller.opened.registry.package(subject(MODEL)))
    teller.say("")
    for name, value in sorted(state.metadata.items()):
        teller.say(f"  registry metadata: {name} = {value[:24]}")


def as_registered(path: Path, opened: House, ref: str) -> bytes:
    """A document of the story; one about the story's artifact is about the artifact that is registered here."""
    content = path.read_bytes()
    body = json.loads(content)
    if "artifact_digest" not in body:
        return content
    return json.dumps({**body, "artifact_digest": opened.table.read([ref]).views[ref].artifact_digest}).encode()


def _line(record: StageRecord) -> str:
    metrics = " ".join(
        f"{name} {record.validation_metrics[name]}" for name in ("auc", "n_test") if name in record.validation_metrics
    )
    visit = f"{record.stage} (visit {record.visit})"
    return f"{visit:27}{record.status:10}{record.audit_timestamp[:10]}  {record.audit_user:13}{metrics}".rstrip()


def _request(
    asking: House, ref: str, to_stage: Stage, *, reason: str | None = None, request_id: str | None = None
) -> Request:
    return Request(
        subject=ref,
        to_stage=to_stage,
        check=None,
        requester=asking.actor,
        reason=reason,
        replaces=None,
        request_id=request_id,
    )


def _digest(body: Any) -> str:
    return str(body.digest)


@contextmanager
def _workplace(keep: Path | None) -> Generator[Path]:
    """An empty folder for the story; one that is to be kept must not hold a story yet."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="mlgate-demo-") as made:
            yield Path(made)
        return
    if keep.exists() and any(keep.iterdir()):
        raise ConfigError(f"{keep} is not empty", hint="name a folder that does not exist yet")
    keep.mkdir(parents=True, exist_ok=True)
    yield keep.resolve()


_VOTERS = [("u-priya.nair", "model_owner"), ("u-ines.costa", "model_validator")]
