"""What the tests of a bundle ran through: lines of rules, codes of controls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlgate.errors import Fault
from mlgate.policy.testing.result import Counted, Seen


@dataclass(frozen=True, slots=True)
class Lines:
    """Of one module: the lines with something to evaluate that ran in some test, and those that never did."""

    ran: frozenset[int]
    missed: frozenset[int]

    @property
    def percent(self) -> float:
        """How many of the lines ran, of a hundred; all of none."""
        return _percent(len(self.ran), len(self.ran) + len(self.missed))


@dataclass(frozen=True)
class Coverage:
    """By module its lines, tests apart; and what was seen of each control."""

    modules: Mapping[str, Lines]
    controls: Sequence[Seen]

    @property
    def ran(self) -> int:
        """Lines that ran, in all."""
        return sum(len(lines.ran) for lines in self.modules.values())

    @property
    def missed(self) -> int:
        """Lines that did not, in all."""
        return sum(len(lines.missed) for lines in self.modules.values())

    @property
    def percent(self) -> float:
        """How many of all lines ran, of a hundred."""
        return _percent(self.ran, self.ran + self.missed)

    def unproven(self) -> Iterator[Fault]:
        """The controls that never pass in a test, and the codes that none emits."""
        for seen in self.controls:
            if not seen.passes:
                yield Fault(seen.place, f"{seen.control} finds something in every test: no facts are shown to pass it")
            for code in seen.silent:
                yield Fault(seen.place, f"{seen.control} declares {code}, and emits it in no test")


def measured(counted: Counted) -> Coverage:
    """The coverage of a run that counted."""
    return Coverage({name: Lines(ran, missed) for name, (ran, missed) in counted.lines.items()}, counted.seen)


def runs(lines: frozenset[int]) -> list[tuple[int, int]]:
    """Lines as stretches, first and last of each."""
    found: list[tuple[int, int]] = []
    for line in sorted(lines):
        if found and found[-1][1] == line - 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return found


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0
