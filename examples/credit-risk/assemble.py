"""Write the facts file of every case of a story: the credit-risk story, or one told the same way in another folder.

The story (`story.yaml`, `directory.toml`, `documents/`) is told as the governance table would hold it: views, documents
with their envelopes, votes. The facts come out of the same collector that the gate uses, so that a case is what a
request would meet at that moment. The expected results beside the facts are written by hand. A story may build on
another one: a case that is `like` one of those says only what is different.

    python examples/credit-risk/assemble.py
    python examples/credit-risk/assemble.py examples/light examples/questions
"""

# ruff: noqa: INP001 - a script beside its data

from __future__ import annotations

import copy
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from mlgate import directory
from mlgate.canonical import digest
from mlgate.facts.collect import Situation, collect, current_digest, gate_of
from mlgate.model.effect import Artifact, ArtifactContainer, ArtifactObject, PackageRef
from mlgate.model.facts import ApprovalFacts, Approver, Facts, Grantor, Passage, RejectionFacts, WaiverFacts
from mlgate.model.lifecycle import Lifecycle
from mlgate.model.people import Actor, IdentityKind
from mlgate.model.request import Request
from mlgate.model.subject import subject
from mlgate.model.value import instant
from mlgate.model.view import EvidenceHead, Link, View
from mlgate.model.vocabulary import DocumentStatus, Gate, Grade, ModelRisk, ModelRole, RegistryKind, Stage, Status
from mlgate.shipped import shipped

HERE = Path(__file__).resolve().parent
REGISTRY = "arn:aws:sagemaker:eu-central-1:111122223333:model-package"
LINE = 116
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """One filed document: where it hangs, its envelope, its body."""

    subject: str
    type: str
    head: EvidenceHead
    body: Json


@dataclass(frozen=True, slots=True)
class Story:
    """The folders of the story and of those below it, the story told, its people, and the policy data of facts."""

    folders: tuple[Path, ...]
    told: Json
    people: directory.DirectoryFile
    lifecycle: Lifecycle


def read(folder: Path = HERE) -> Story:
    """The story in ``folder``, with the lifecycle data of the shipped policies."""
    folders = tuple(_folders(folder))
    data = yaml.safe_load((shipped("policies") / "config" / "lifecycle" / "data.yaml").read_text("utf-8"))
    lifecycle = Lifecycle.model_validate_json(json.dumps(data["facts"]))
    return Story(folders, _told(folders), directory.read(folder / "directory.toml"), lifecycle)


def _folders(folder: Path) -> Iterator[Path]:
    """The folder of a story, then that of the story which it builds on."""
    yield folder
    below = yaml.safe_load((folder / "story.yaml").read_text("utf-8")).get("builds_on")
    if below:
        yield from _folders((folder / below).resolve())


def _told(folders: tuple[Path, ...]) -> Json:
    """A story with all that is told below it; its cases are its own."""
    own: Json = yaml.safe_load((folders[0] / "story.yaml").read_text("utf-8"))
    if len(folders) == 1:
        return own
    below = _told(folders[1:])
    cases = {
        name: {**(below["cases"][case["like"]] if "like" in case else {}), **case}
        for name, case in own["cases"].items()
    }
    joined = {part: {**below[part], **own.get(part, {})} for part in ("use_cases", "models", "waivers")}
    return {**below, **own, **joined, "cases": cases, "filed": [*below["filed"], *own.get("filed", ())]}


def facts(story: Story, case: str) -> Facts:
    """What the gate would see of ``case``."""
    told = story.told["cases"][case]
    documents = tuple(_documents(story, told))
    views = {ref: _view(story, ref, documents, told) for ref in told["stands"]}
    situation = Situation(story.lifecycle, RegistryKind.SANDBOX, story.people.excerpt, told["now"])
    request = _request(told)
    seen = current_digest(request, views, situation)
    votes = tuple(_vote(vote, gate_of(request, story.lifecycle), seen) for vote in told.get("votes", ()))
    views[told["subject"]] = views[told["subject"]].model_copy(update={"votes": votes})
    return collect(request, views, {document.head.digest: document.body for document in documents}, situation)


def text(found: Facts) -> str:
    """The facts file: the fields in the order of the model, people by name, what fits on a line on one line."""
    document = found.document.model_dump(mode="json", by_alias=True)
    document["directory"]["people"] = dict(sorted(document["directory"]["people"].items()))
    return _laid_out(document, "") + "\n"


def _laid_out(value: Any, indent: str) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent + flat) <= LINE or not isinstance(value, (dict, list)):
        return flat
    deeper = indent + "  "
    if isinstance(value, list):
        return _block("[", (_laid_out(item, deeper) for item in value), "]", indent)  # pyright: ignore[reportUnknownVariableType] - JSON
    fields = (f"{json.dumps(name)}: {_laid_out(item, deeper)}" for name, item in value.items())  # pyright: ignore[reportUnknownVariableType] - JSON
    return _block("{", fields, "}", indent)


def _block(start: str, items: Iterable[str], end: str, indent: str) -> str:
    separator = f",\n{indent}  "
    return f"{start}\n{indent}  {separator.join(items)}\n{indent}{end}"


def _documents(story: Story, told: Json) -> Iterator[Document]:
    """The documents filed by the time of the case, oldest first; those filed in the case itself always."""
    until = instant(told.get("until") or told["now"])
    filed = [entry for entry in story.told["filed"] if instant(entry["recorded"]) <= until]
    filed = [entry for entry in filed if entry["document"] not in told.get("left_out", ())]
    if told.get("refreshed"):
        filed += (
            story.told["refreshed"]
            if told["refreshed"] is True
            else _earlier(story.told["refreshed"], **told["refreshed"])
        )
    filed += told.get("filed", ())
    for entry in sorted(filed, key=lambda entry: instant(entry["recorded"])):
        if entry["subject"] in told["stands"]:
            yield _document(story, entry)


def _earlier(value: Any, days: int) -> Any:
    """The same with every moment in it so many days earlier."""
    if isinstance(value, dict):
        return {name: _earlier(item, days) for name, item in value.items()}  # pyright: ignore[reportUnknownVariableType] - JSON
    if isinstance(value, list):
        return [_earlier(item, days) for item in value]  # pyright: ignore[reportUnknownVariableType] - JSON
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return (instant(value) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value


def _body(story: Story, name: str) -> Json:
    """The document of that name, in the folder of the story or in one below it."""
    path = next(path for folder in story.folders if (path := folder / "documents" / name).exists())
    return json.loads(path.read_text("utf-8"))


def _document(story: Story, entry: Json) -> Document:
    body = _body(story, entry["document"])
    for path, value in entry.get("with", {}).items():
        body = _changed(body, path.split("."), value)
    author = entry["created"]["by"]
    measured = story.people.people[author].kind is IdentityKind.SERVICE
    head = EvidenceHead(
        digest=digest(body),
        grade=Grade.MEASURED if measured else Grade.DECLARED,
        status=DocumentStatus.APPROVED if entry["approved"] else DocumentStatus.IN_REVIEW,
        created_by=author,
        created_at=entry["created"]["at"],
        recorded_at=entry["recorded"],
        approved_by=tuple(Approver(**approver) for approver in entry["approved"]),
        version=1,
        metrics={},
    )
    return Document(entry["subject"], Path(entry["document"]).name.partition(".")[0], head, body)


def _changed(body: Json, path: list[str], value: Any) -> Json:
    """A copy of ``body`` in which the field at ``path`` holds ``value``."""
    changed = copy.deepcopy(body)
    place: Any = changed
    for key in path[:-1]:
        place = place[int(key)] if isinstance(place, list) else place[key]
    place[int(path[-1]) if isinstance(place, list) else path[-1]] = value
    return changed


def _view(story: Story, ref: str, documents: tuple[Document, ...], told: Json) -> View:
    stage, status = (Stage(told["stands"][ref][0]), Status(told["stands"][ref][1]))
    return View(
        ref=ref,
        kind=subject(ref).kind,
        stage=stage,
        visit=_visit(told["stands"][ref]),
        status=status,
        settled_stage=stage,
        visits={stage: _visit(told["stands"][ref])},
        evidence=_evidence(ref, documents, story.lifecycle),
        incidents=_heads(ref, documents, "incident"),
        changes=_heads(ref, documents, "change_record"),
        waivers=tuple(_waiver(story, name) for name in told.get("waivers", ()) if _waiver(story, name).subject == ref),
        links=tuple(_links(story, ref, told)),
        updated_at=told["now"],
        updated_by=told["requester"],
        **_past(story, ref, told),
        **(_registered(story, ref, told) if ref in story.told["use_cases"] else _model(story, ref, told)),
    )


def _visit(stands: list[str]) -> int:
    """A detached model was sent back once: it is in development for the second time; so is one that asks again."""
    return 2 if {"detached", "again"} & set(stands) else 1


def _past(story: Story, ref: str, told: Json) -> Json:
    """Which gates the subject of the case has passed, and what sent it back."""
    if ref != told["subject"]:
        return {}
    passed = {
        Gate(gate): Passage(decision_id=_decision(gate, at), at=at) for gate, at in told.get("passed", {}).items()
    }
    return {"passed": passed, "rejections": tuple(_rejection(story, entry) for entry in told.get("rejections", ()))}


def _rejection(story: Story, told: Json) -> RejectionFacts:
    """A rejection; what its controls had before them is told by the names of documents."""
    read = {
        control: {kind: [digest(_body(story, name)) for name in names] for kind, names in types.items()}
        for control, types in told["read"].items()
    }
    return RejectionFacts.model_validate_json(json.dumps({**told, "read": read}))


def _decision(gate: str, at: str) -> str:
    return digest([gate, at]).removeprefix("sha256:")[:32]


def _registered(story: Story, ref: str, told: Json) -> Json:
    """What is registered of a use case or a model, with what is different in this case."""
    return {**{**story.told["use_cases"], **story.told["models"]}[ref], **told.get("registered", {}).get(ref, {})}


def _model(story: Story, ref: str, case: Json) -> Json:
    told = _registered(story, ref, case)
    artifact = _artifact(told["artifact"])
    package = ref.removeprefix("model/")
    return {
        "name": package,
        "owner": told["owner"],
        "authors": tuple(told["authors"]),
        "model_risk": ModelRisk(told["model_risk"]),
        "package": PackageRef(subject=ref, arn=f"{REGISTRY}/{package}", created_at=told["created_at"]),
        "artifact": artifact,
        "artifact_digest": digest(artifact.document()),
    }


def _artifact(told: Json) -> Artifact:
    item = ArtifactObject(
        bucket=told["bucket"], key=told["key"], version=told["version"], etag=None, sha256=told["sha256"]
    )
    container = ArtifactContainer(image_digest=told["image_digest"], objects=(item,), environment={})
    return Artifact(containers=(container,))


def _links(story: Story, ref: str, told: Json) -> Iterator[Link]:
    """What ``ref`` hangs together with, among the subjects that exist by then."""
    for model in sorted(set(story.told["models"]) & set(told["stands"])):
        entry = _registered(story, model, told)
        active = "detached" not in told["stands"][model]
        for use_case in entry.get("use_cases") or [entry["use_case"]]:
            if ref in {model, use_case}:
                other = use_case if ref == model else model
                yield Link(other=other, role=ModelRole(entry["role"]), active=active)


def _evidence(ref: str, documents: tuple[Document, ...], lifecycle: Lifecycle) -> dict[str, tuple[EvidenceHead, ...]]:
    """The heads of the documents that hang on ``ref``, newest first."""
    types = {document.type for document in documents if document.subject == ref} - set(lifecycle.keyed)
    return {type_: _heads(ref, documents, type_) for type_ in sorted(types)}


def _heads(ref: str, documents: tuple[Document, ...], type_: str) -> tuple[EvidenceHead, ...]:
    return tuple(document.head for document in reversed(documents) if (document.subject, document.type) == (ref, type_))


def _waiver(story: Story, name: str) -> WaiverFacts:
    told = story.told["waivers"][name]
    waiver: Json = {
        **told,
        "id": name,
        "scopes": tuple(told["scopes"]),
        "compensating_controls": tuple(told["compensating_controls"]),
        "granted_by": tuple(Grantor(**grantor) for grantor in told["granted_by"]),
        "renews": None,
    }
    return WaiverFacts(**waiver)


def _request(told: Json) -> Request:
    return Request(
        subject=told["subject"],
        to_stage=Stage(told["to_stage"]) if "to_stage" in told else None,
        check=told.get("check"),
        requester=Actor(person=told["requester"], authenticated=True),
        reason=told.get("reason"),
        replaces=None,
        request_id=None,
    )


def _vote(told: Json, gate: Gate, seen: str) -> ApprovalFacts:
    vote: Json = {"reason": None, **told, "gate": gate, "subject_digest": seen, "authenticated": True}
    return ApprovalFacts(**vote)


def main(folders: Iterable[Path]) -> None:
    """Write every case's facts file beside its story."""
    for folder in folders:
        story = read(folder)
        for case in story.told["cases"]:
            (folder / f"{case}.json").write_text(text(facts(story, case)), "utf-8")


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]] or [HERE])
