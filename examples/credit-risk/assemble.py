"""Write the facts file of every case of a story: the credit-risk story, or one told the same way in another folder.

The story (`story.yaml`, `directory.toml`, `documents/`) is told as the governance table would hold it: views, documents
with their envelopes, votes. The facts come out of the same collector that the gate uses, so that a case is what a
request would meet at that moment. The expected results beside the facts are written by hand.

    python examples/credit-risk/assemble.py
    python examples/credit-risk/assemble.py examples/light
"""

# ruff: noqa: INP001 - a script beside its data

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mlgate import directory
from mlgate.canonical import digest
from mlgate.facts.collect import Situation, collect, current_digest
from mlgate.model.effect import Artifact, ArtifactContainer, ArtifactObject, PackageRef
from mlgate.model.facts import ApprovalFacts, Approver, Facts, Grantor, WaiverFacts
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
    """The folder of the story, the story as written, the people in it, and the policy data that shapes facts."""

    folder: Path
    told: Json
    people: directory.DirectoryFile
    lifecycle: Lifecycle


def read(folder: Path = HERE) -> Story:
    """The story in ``folder``, with the lifecycle data of the shipped policies."""
    told = yaml.safe_load((folder / "story.yaml").read_text("utf-8"))
    data = yaml.safe_load((shipped("policies") / "config" / "lifecycle" / "data.yaml").read_text("utf-8"))
    lifecycle = Lifecycle.model_validate_json(json.dumps(data["facts"]))
    return Story(folder, told, directory.read(folder / "directory.toml"), lifecycle)


def facts(story: Story, case: str) -> Facts:
    """What the gate would see of ``case``."""
    told = story.told["cases"][case]
    documents = tuple(_documents(story, told))
    views = {ref: _view(story, ref, documents, told) for ref in told["stands"]}
    situation = Situation(story.lifecycle, RegistryKind.SANDBOX, story.people.excerpt, told["now"])
    request = _request(told)
    seen = current_digest(request, views, situation)
    votes = tuple(_vote(vote, _gate(story, told), seen) for vote in told.get("votes", ()))
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
    """The documents filed by the time of the case, oldest first."""
    until = instant(told.get("until") or told["now"])
    filed = [entry for entry in story.told["filed"] if instant(entry["recorded"]) <= until]
    if told.get("refreshed"):
        filed += story.told["refreshed"]
    for entry in sorted(filed, key=lambda entry: instant(entry["recorded"])):
        if entry["subject"] in told["stands"]:
            yield _document(story, entry)


def _document(story: Story, entry: Json) -> Document:
    body = json.loads((story.folder / "documents" / entry["document"]).read_text("utf-8"))
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
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
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
        evidence=_evidence(ref, documents),
        waivers=tuple(_waiver(story, name) for name in told.get("waivers", ()) if _waiver(story, name).subject == ref),
        links=tuple(_links(story, ref, told)),
        updated_at=told["now"],
        updated_by=told["requester"],
        **(_use_case(story, ref) if ref in story.told["use_cases"] else _model(story, ref)),
    )


def _visit(stands: list[str]) -> int:
    """A detached model was sent back once: it is in development for the second time."""
    return 2 if "detached" in stands else 1


def _use_case(story: Story, ref: str) -> Json:
    return dict(story.told["use_cases"][ref])


def _model(story: Story, ref: str) -> Json:
    told = story.told["models"][ref]
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
        entry = story.told["models"][model]
        active = "detached" not in told["stands"][model]
        if ref == model:
            yield Link(other=entry["use_case"], role=ModelRole(entry["role"]), active=active)
        elif ref == entry["use_case"]:
            yield Link(other=model, role=ModelRole(entry["role"]), active=active)


def _evidence(ref: str, documents: tuple[Document, ...]) -> dict[str, tuple[EvidenceHead, ...]]:
    """The heads of the documents that hang on ``ref``, newest first."""
    found: dict[str, tuple[EvidenceHead, ...]] = {}
    for document in documents:
        if document.subject == ref:
            found[document.type] = (document.head, *found.get(document.type, ()))
    return found


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


def _gate(story: Story, told: Json) -> Gate:
    return story.lifecycle.gates[Stage(told["to_stage"])]


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
