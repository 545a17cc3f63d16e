"""The thresholds of a bundle: where each is set, which way is stricter, and what holds where.

The layout is that of ``data.config.thresholds`` and ``data.config.use_cases``; the precedence is what
``policies/lib/parameters`` computes: a model in its use case, the use case, its overlays, the default; of several
overlays that set the same, the strictest. Data of another layout has no limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

Data = Mapping[str, Any]

DEFAULT = "default"


class Place(NamedTuple):
    """Where a limit is set: the default, an overlay, a use case, or a model group in a use case."""

    overlay: str = ""
    use_case: str = ""
    group: str = ""

    def __str__(self) -> str:
        if self.overlay:
            return f"overlay {self.overlay}"
        if self.group:
            return f"{self.use_case}, model {self.group}"
        return self.use_case or DEFAULT


class Limits:
    """All limits of a bundle's data."""

    def __init__(self, data: Data) -> None:
        config = mapping(data.get("config"))
        thresholds = mapping(config.get("thresholds"))
        rows = {name: mapping(row) for name, row in mapping(thresholds.get(DEFAULT)).items()}
        self.stricter: Mapping[str, Any] = {name: row.get("stricter") for name, row in rows.items()}
        self._default: Data = {name: row["value"] for name, row in rows.items() if "value" in row}
        self._overlays = mapping(thresholds.get("overlays"))
        self._use_cases = mapping(config.get("use_cases"))

    @property
    def names(self) -> frozenset[str]:
        """Every limit that has a default."""
        return frozenset(self._default)

    def written(self) -> Mapping[tuple[Place, str], Any]:
        """What stands in the data: place and name → value, defaults first."""
        return dict(self._written())

    def _written(self) -> Iterator[tuple[tuple[Place, str], Any]]:
        yield from _at(Place(), self._default)
        for overlay, found in sorted(self._overlays.items()):
            yield from _at(Place(overlay=overlay), mapping(found))
        for use_case, found in sorted(self._use_cases.items()):
            yield from _at(Place(use_case=use_case), mapping(mapping(found).get("thresholds")))
            for group, own in sorted(mapping(mapping(found).get("models")).items()):
                yield from _at(Place(use_case=use_case, group=group), mapping(own))

    def overlays(self, use_case: str) -> tuple[str, ...]:
        """The overlays of a use case, as written."""
        found = mapping(self._use_cases.get(use_case)).get("overlays")
        return tuple(map(str, cast("list[object]", found))) if isinstance(found, list) else ()

    def in_force(self, place: Place, name: str) -> Any:
        """The value that holds at a place; None where there is none."""
        return next((level[name] for level in self._levels(place) if name in level), None)

    def _levels(self, place: Place) -> Iterator[Data]:
        own = mapping(self._use_cases.get(place.use_case))
        if place.group:
            yield mapping(mapping(own.get("models")).get(place.group))
        if place.use_case:
            yield mapping(own.get("thresholds"))
        yield mapping(self._overlays.get(place.overlay))
        yield self._overlaid(place.use_case)
        yield self._default

    def _overlaid(self, use_case: str) -> Data:
        """What the overlays of a use case come to together."""
        found: dict[str, list[Any]] = {}
        for overlay in self.overlays(use_case):
            for name, value in mapping(self._overlays.get(overlay)).items():
                found.setdefault(name, []).append(value)
        return {name: _strictest(self.stricter.get(name), values) for name, values in found.items()}


def _strictest(stricter: object, values: list[Any]) -> Any:
    """The strictest of values, of which there is at least one; where it is not said which way that is, the first."""
    if stricter == "union" and all(isinstance(value, list) for value in values):
        return sorted({str(item) for value in values for item in value})
    if all(isinstance(value, int | float) for value in values):
        return {"higher": max, "lower": min}.get(str(stricter), next)(iter(values))
    return values[0]


def mapping(value: object) -> Mapping[str, Any]:
    """The value, if it is a mapping; else an empty one."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _at(place: Place, found: Data) -> Iterator[tuple[tuple[Place, str], Any]]:
    for name, value in found.items():
        yield (place, name), value
