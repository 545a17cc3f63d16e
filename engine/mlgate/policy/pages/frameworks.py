"""What controls say of law and standards, held against lists of what there is: covered, and not covered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from typing import Any, Literal, NamedTuple, cast

import yaml

from mlgate.model.value import Value
from mlgate.policy.metadata import References


class Item(Value):
    """One article, subcategory or control; ``binds: others`` where it asks nothing of a provider or deployer."""

    id: str
    title: str
    binds: Literal["us", "others"] = "us"


class Framework(Value):
    """A list of items; ``key`` is the field of METADATA's ``refs``, ``label`` stands before a reference."""

    key: str
    name: str
    label: str
    item: str
    about: str
    items: tuple[Item, ...]

    def named(self, reference: str) -> tuple[Item, ...]:
        """The items that a reference names: ``Art 9(2)(a)-(d)`` is Art 9, ``A.7.2-A.7.6`` is five of them."""
        first, _, last = reference.partition("-")
        start, end = self._named(first), self._named(last)
        if start is None or end is None:
            start = end = self._named(reference)
        if start is None or end is None:
            return ()
        return self.items[self.items.index(start) : self.items.index(end) + 1]

    def _named(self, reference: str) -> Item | None:
        return next((item for item in self.items if _names(reference, item.id)), None)


class Mention(NamedTuple):
    """A control, and the references by which it names an item."""

    control: str
    references: tuple[str, ...]


class Coverage(NamedTuple):
    """A framework held against controls; ``unlisted`` are references that name no item of the list."""

    framework: Framework
    covered: tuple[tuple[Item, tuple[Mention, ...]], ...]
    missing: tuple[Item, ...]
    others: tuple[Item, ...]
    unlisted: tuple[Mention, ...]


def frameworks() -> tuple[Framework, ...]:
    """The frameworks whose items are known, in the order of METADATA's ``refs``."""
    folder = resources.files("mlgate.policy.pages") / "frameworks"
    texts = [file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".yaml")]
    found = {item.key: item for item in map(_framework, texts)}
    return tuple(found[key] for key in References.model_fields if key in found)


def cover(framework: Framework, controls: Iterable[tuple[str, References]]) -> Coverage:
    """Which items the controls name, by id of control, and which they do not."""
    pairs = [(control, reference) for control, refs in controls for reference in getattr(refs, framework.key)]
    mentions = [(item.id, pair) for pair in pairs for item in framework.named(pair[1])]
    covered = [(item, tuple(_mentions(pair for id_, pair in mentions if id_ == item.id))) for item in framework.items]
    free = [item for item, found in covered if not found]
    return Coverage(
        framework,
        tuple((item, found) for item, found in covered if found),
        tuple(item for item in free if item.binds == "us"),
        tuple(item for item in free if item.binds == "others"),
        tuple(_mentions(pair for pair in pairs if not framework.named(pair[1]))),
    )


def _framework(text: str) -> Framework:
    document = cast("dict[str, Any]", yaml.safe_load(text))
    return Framework.model_validate(document | {"items": tuple(map(Item.model_validate, document["items"]))})


def _names(reference: str, item: str) -> bool:
    """Whether a reference starts with the item's id, whole: ``Art 4a(1)`` does not name Art 4."""
    rest = reference[len(item) :]
    return reference.startswith(item) and not rest[:1].isalnum() and not (rest[:1] == "." and rest[1:2].isalnum())


def _mentions(pairs: Iterable[tuple[str, str]]) -> Iterator[Mention]:
    found: dict[str, list[str]] = {}
    for control, reference in pairs:
        found.setdefault(control, []).append(reference)
    yield from (Mention(control, tuple(references)) for control, references in sorted(found.items()))


def titles(found: Sequence[Framework], key: str, reference: str) -> str:
    """What the items that a reference names are called; empty where no list knows them."""
    framework = next((item for item in found if item.key == key), None)
    named = framework.named(reference) if framework else ()
    return "; ".join(item.title for item in named)
