"""Library → pages: file name → Markdown. The same library gives the same pages, byte for byte."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from mlgate.policy.pages import control, people, words
from mlgate.policy.pages.frameworks import cover, frameworks
from mlgate.policy.pages.library import Authored, Library

INDEX = "README.md"
COVERAGE = "coverage.md"
LIMITS = "limits.md"
PEOPLE = "people.md"
MARK = "<!-- Written by `mlgate policy docs`."
"""How every page begins: a page that begins so is ours to replace and to remove."""

Link = Callable[[Path], str]


def pages(library: Library, folder: Path) -> Mapping[str, str]:
    """All pages, for a folder to which their links are relative."""
    environment = _environment()
    known = frameworks()
    link = _linker(library.folder, folder)
    found = {
        f"{item.control.id}.md": environment.get_template("control.md.jinja").render(
            _control(item, library, link) | {"law": control.law(item, known)}
        )
        for item in library.controls
    }
    refs = [(item.control.id, item.metadata.custom.refs) for item in library.controls]
    found[LIMITS] = environment.get_template("limits.md.jinja").render(_limits(library))
    found[PEOPLE] = environment.get_template("people.md.jinja").render(_people(library) | {"link": link})
    found[INDEX] = environment.get_template("index.md.jinja").render(_index(library))
    found[COVERAGE] = environment.get_template("coverage.md.jinja").render(
        mark=MARK, coverages=[cover(framework, refs) for framework in known], others=_others(library)
    )
    return dict(sorted(found.items()))


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("mlgate.policy.pages", "templates"),
        autoescape=False,  # noqa: S701 - Markdown, not HTML; `plain` takes the edge off what is not ours
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"plain": _plain, "code": _code, "listed": words.listed}
    return environment


def _plain(text: str) -> str:
    """Text on one line that cannot leave its table cell or start an HTML element."""
    return " ".join(str(text).split()).replace("<", "&lt;").replace("|", "\\|")


def _code(text: str) -> str:
    """Text as a code span in a table cell."""
    return f"`{' '.join(str(text).split()).replace('`', chr(39)).replace('|', chr(92) + '|')}`"


def _linker(bundle: Path, folder: Path) -> Link:
    """Links relative to ``folder``; empty for what does not lie in one repository, or one parent, with it.

    What is installed, or hidden, is not in the repository even where it lies below it.
    """
    inside = folder.resolve()
    root = _root(bundle.resolve())

    def link(target: Path) -> str:
        resolved = target.resolve()
        if not (resolved.is_relative_to(root) and inside.is_relative_to(root)):
            return ""
        if any(part == "site-packages" or part.startswith(".") for part in resolved.relative_to(root).parts):
            return ""
        return Path(os.path.relpath(resolved, inside)).as_posix()

    return link


def _root(bundle: Path) -> Path:
    return next((folder for folder in bundle.parents if (folder / ".git").exists()), bundle.parent)


def _control(item: Authored, library: Library, link: Link) -> dict[str, Any]:
    data = library.bundle.data
    custom = item.metadata.custom
    return {
        "mark": MARK,
        "words": words,
        "item": item,
        "custom": custom,
        "gates": [words.gate(gate, data) for gate in custom.gates],
        "evidence": control.evidence(item, library),
        "limits": control.limits(item, library),
        "overlays": control.overlays(library),
        "readings": control.readings(item, library),
        "on_deny": control.on_deny(item, library),
        "grants": control.grants(item, library),
        "flags": control.flags(item, library),
        "cases": control.cases(item, library),
        "link": link,
        "rules": library.folder / item.path,
        "tests": [library.folder / name for name in item.tests],
    }


def _index(library: Library) -> dict[str, Any]:
    ordered = sorted(library.controls, key=lambda item: (item.family, item.control.id))
    families = [(family, list(items)) for family, items in groupby(ordered, key=lambda item: item.family)]
    return {
        "mark": MARK,
        "words": words,
        "revision": library.bundle.manifest["revision"],
        "families": families,
        "count": len(ordered),
        "unsettled": [(item, control.flags(item, library)) for item in ordered if control.flags(item, library)],
    }


def _limits(library: Library) -> dict[str, Any]:
    users = {
        name: [item.control.id for item in library.controls if name in item.metadata.custom.parameters]
        for name in sorted(library.limits.names)
    }
    return {
        "mark": MARK,
        "revision": library.bundle.manifest["revision"],
        "limits": [(control.limit(name, library), sorted(found)) for name, found in users.items()],
        "overlays": control.overlays(library),
    }


def _people(library: Library) -> dict[str, Any]:
    return {
        "mark": MARK,
        "revision": library.bundle.manifest["revision"],
        "gates": people.gates(library),
        "votes": people.votes(library),
        "evidence": people.evidence(library),
        "grants": people.grants(library),
    }


def _others(library: Library) -> list[tuple[str, list[str]]]:
    """References outside every framework, with the controls that name them."""
    found: dict[str, list[str]] = {}
    for item in library.controls:
        for reference in item.metadata.custom.refs.other:
            found.setdefault(reference, []).append(item.control.id)
    return sorted((reference, sorted(controls)) for reference, controls in found.items())
