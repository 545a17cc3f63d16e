"""What is known of a new control, and the two files it begins with."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined

from mlgate.errors import UsageError
from mlgate.model.vocabulary import Gate, Kind, Tier
from mlgate.policy.bundle import Bundle
from mlgate.policy.declaration import CONTROLS
from mlgate.policy.limits import mapping
from mlgate.shipped import shipped
from mlgate.toml import near

_LIBRARIES = ("mlgate.lib.contents", "mlgate.lib.evidence")
_PACKAGE = re.compile(r"^package[ \t]+(\S+)", re.MULTILINE)
_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST = 40


class Wish(NamedTuple):
    """What was asked for; ``parts``, ``family`` and ``name`` may be empty, and are then found."""

    control: str
    title: str
    evidence: str
    parts: tuple[str, ...]
    subjects: tuple[Kind, ...]
    tiers: tuple[Tier, ...]
    gates: tuple[Gate, ...]
    start: str | None
    family: str
    name: str


def files(wish: Wish, bundle: Bundle) -> Mapping[str, str]:
    """Path in the bundle → text: the control and its tests.

    Raises UsageError where the id or the place is taken, where nobody may approve the evidence, or where the bundle has
    not the libraries that the rules rest on.
    """
    family = wish.family or _family(wish.control, bundle)
    name = wish.name or _slug(wish.title)
    package = ".".join((*CONTROLS, family, name))
    _check(wish, package, bundle)
    words = _words(wish._replace(parts=_parts(wish)), package, name, bundle)
    environment = Environment(
        loader=PackageLoader("mlgate.policy.scaffold", "templates"),
        autoescape=False,  # noqa: S701 - Rego, not HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    folder = f"{'/'.join(CONTROLS[1:])}/{family}/{name}/{name}"
    return {
        f"{folder}.rego": environment.get_template("control.rego.jinja").render(words),
        f"{folder}_test.rego": environment.get_template("test.rego.jinja").render(words),
    }


def _words(wish: Wish, package: str, name: str, bundle: Bundle) -> dict[str, object]:
    roles = _approvers(wish.evidence, bundle)
    kind = wish.subjects[0]
    return {
        "control": wish.control,
        "title": yaml.safe_dump(wish.title, width=1000, allow_unicode=True).removesuffix("\n...\n").strip(),
        "package": package,
        "name": name,
        "evidence": wish.evidence,
        "parts": wish.parts,
        "subjects": wish.subjects,
        "tiers": wish.tiers,
        "gates": wish.gates,
        "before": "warn" if wish.start else "silent",
        "start": f'"{wish.start}"' if wish.start else "null",
        "role": roles[0],
        "roles": " or ".join(roles),
        "kind": kind,
        "subject": "model/scorer/1" if kind is Kind.MODEL else "use-case/UC-1",
    }


def _check(wish: Wish, package: str, bundle: Bundle) -> None:
    taken = bundle.catalogue.controls.get(wish.control)
    if taken is not None:
        raise UsageError(f"{wish.control} is there already: {taken.title}", hint="take the next number")
    packages = {match[1] for text in bundle.modules.values() if (match := _PACKAGE.search(text))}
    if package in packages:
        raise UsageError(f"there is a control in {package} already", hint="choose another --name")
    missing = [library for library in _LIBRARIES if library not in packages]
    if missing:
        raise UsageError(
            f"the bundle has no {' and no '.join(missing)}, on which a new control rests",
            hint="mlgate init --policies    brings them along; copy lib/ from there",
        )


def _approvers(type_: str, bundle: Bundle) -> Sequence[str]:
    evidence = mapping(mapping(bundle.data.get("config")).get("evidence"))
    found = mapping(evidence.get(type_)).get("approvers")
    if not found:
        raise UsageError(
            f"--evidence: policy data names nobody who approves a {type_}",
            hint=f"add it to config/evidence/data.yaml, or take one of {', '.join(sorted(evidence))}",
        )
    return [str(role) for role in found]


def _parts(wish: Wish) -> tuple[str, ...]:
    """What the document has to tell, each a field that its schema knows; by default the first that it knows."""
    path = shipped("schemas") / "documents" / f"{wish.evidence}.schema.json"
    if not path.is_file():
        return wish.parts or ("statement",)
    fields = list(mapping(json.loads(path.read_bytes())).get("properties", ()))
    unknown = [part for part in wish.parts if part not in fields]
    if unknown:
        raise UsageError(
            f"--part: a {wish.evidence} has no field {unknown[0]}",
            hint=near(unknown[0], fields) or f"one of {', '.join(fields)}",
        )
    return wish.parts or (fields[0],)


def _family(control: str, bundle: Bundle) -> str:
    """Where the controls of the same letters lie; else a family named after the letters."""
    letters = control.partition("-")[0]
    for other in bundle.catalogue.controls.values():
        *_, family, _, _ = ("", "", *other.path.split("."))
        if other.id.partition("-")[0] == letters and family:
            return family
    return letters.lower()


def _slug(title: str) -> str:
    """``Model card names a contact`` → ``model_card_names_a_contact``, cut at a word."""
    words = [word for word in _WORD.split(title.lower()) if word]
    slug = ""
    for word in words:
        if slug and len(slug) + 1 + len(word) > _LONGEST:
            break
        slug = f"{slug}_{word}" if slug else word
    if not slug or not slug[0].isalpha():
        raise UsageError(
            f"--title: {title!r} gives no name for a folder", hint="add --name, for example --name contact"
        )
    return slug
