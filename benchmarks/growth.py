"""What one decision costs as the bundle grows: 15, 60, 240 controls; policy data a hundred times as large.

The larger bundles are the shipped one with its controls copied under other names and ids. `asked` has them all apply,
so that twice the controls are twice the work; `idle` has the copies belong to another gate: a control that does not
apply must cost nothing. The data grows by use cases with thresholds of their own and by controls that waivers name; a
decision must not read through them. Everything takes turns in one run; what is compared are medians.
"""

from __future__ import annotations

import copy
import re
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mlgate.canonical import canonical
from mlgate.facts.file import read
from mlgate.model.facts import Facts
from mlgate.policy.bundle import Bundle, from_document, load
from mlgate.policy.rego import RegoPolicy
from mlgate.policy.regorus import RegorusEngine
from mlgate.shipped import shipped

CASE = shipped("examples") / "credit-risk" / "T07.json"
SIZES = (15, 60, 240)
ROUNDS, WARM_UP = 40, 5
DATA = 100

_CONTROL = re.compile(r"^# {3}control: ([A-Z]+)-(\d+)$", re.MULTILINE)
_GATES = re.compile(r"^# {3}gates: \[.*\]$", re.MULTILINE)
_SUBJECTS = re.compile(r"^# {3}subjects: \[.*\]$", re.MULTILINE)
_TIERS = re.compile(r"^# {3}tiers: \[.*\]$", re.MULTILINE)
_DATES = re.compile(r"^# {3}(legal_from|policy_from): .*$", re.MULTILINE)


@dataclass(frozen=True)
class Grown:
    """One bundle: seconds to load it, seconds of one decision (median), controls that were asked."""

    what: str
    controls: int
    asked: int
    loading: float
    decision: float


def bundles() -> Iterator[tuple[str, bytes]]:
    """The documents of all bundles that are compared."""
    base = load(shipped("policies"))
    for size in SIZES:
        yield "asked", _of(base, _sized(base, size, applies=True), base.data)
    for size in SIZES[1:]:
        yield "idle", _of(base, _sized(base, size, applies=False), base.data)
    yield f"data x {DATA}", _of(base, _sized(base, SIZES[0], applies=True), _larger(base.data))


def _of(base: Bundle, modules: Mapping[str, str], data: Mapping[str, Any]) -> bytes:
    return canonical({"manifest": base.manifest, "modules": dict(modules), "data": data})


def _sized(base: Bundle, size: int, *, applies: bool) -> dict[str, str]:
    """The modules of the bundle with ``size`` controls: the first ones of the shipped bundle, then copies of them."""
    controls = {path: text for path, text in base.modules.items() if path.startswith("controls/")}
    modules = {path: text for path, text in base.modules.items() if path not in controls}
    chosen = [(path, text) for path, text in controls.items() if "after_denies: true" not in text]
    for number in range(size):
        path, text = chosen[number % min(len(chosen), SIZES[0])]
        copied = text if number < SIZES[0] else _renamed(text, path, number // SIZES[0])
        gates = "[G4]" if applies or number < SIZES[0] else "[G5]"
        copied = _GATES.sub(f"#   gates: {gates}", copied)
        copied = _SUBJECTS.sub("#   subjects: [use-case, model]", copied)
        copied = _TIERS.sub("#   tiers: [unacceptable, high, limited, minimal]", copied)
        copied = re.sub(r"^# {3}on_deny: .*$", "#   on_deny: {}", copied, flags=re.MULTILINE)
        modules[f"copy{number}/{path}"] = _DATES.sub(r'#   \1: "2026-01-01"', copied)
    return modules


def _renamed(text: str, path: str, number: int) -> str:
    family, name = path.split("/")[1:3]
    old, new = f"mlgate.controls.{family}.{name}", f"mlgate.controls.{family}{number}.{name}"
    text = _CONTROL.sub(lambda found: f"#   control: {found[1]}-{int(found[2]) + 100 + number * 20:03}", text)
    return re.sub(rf"\b{re.escape(old)}\b", new, text)


def _larger(data: Mapping[str, Any]) -> dict[str, Any]:
    """The policy data with a hundred times as many use cases, overrides and waiver rules."""
    larger = copy.deepcopy(dict(data))
    config = larger["config"]
    for name in list(config["use_cases"]):
        config["use_cases"] |= {f"{name}-{number}": config["use_cases"][name] for number in range(DATA)}
    for name in list(config["waivers"]["controls"]):
        config["waivers"]["controls"] |= {f"{name}-{number}": 0 for number in range(DATA)}
    config["thresholds"]["overlays"] |= {f"overlay-{number}": {} for number in range(DATA)}
    return larger


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _policy(document: bytes) -> RegoPolicy:
    bundle = from_document(document)
    return RegoPolicy(bundle, RegorusEngine(bundle))


def measure(rounds: int = ROUNDS) -> list[Grown]:
    """All bundles in turn; before each evaluation the engine is given another document."""
    facts: Facts = read(CASE)
    made = [(what, document, _policy(document)) for what, document in bundles()]
    times: list[list[float]] = [[] for _ in made]
    for _ in range(WARM_UP + rounds):
        for (_, _, policy), taken in zip(made, times, strict=True):
            policy._engine.query(b"{}", ())  # noqa: SLF001 - nothing is left from the round before
            taken.append(seconds(lambda policy=policy: policy.evaluate(facts)))
    return [
        Grown(
            what,
            len(policy.catalogue.controls),
            len(policy.evaluate(facts).controls),
            statistics.median(
                seconds(lambda document=document: _policy(document)) for _ in range(3 if rounds > 1 else 1)
            ),
            statistics.median(taken[WARM_UP:]),
        )
        for (what, document, policy), taken in zip(made, times, strict=True)
    ]


def main() -> None:
    found = measure()
    first = found[0]
    print(f"{'bundle':<12}{'controls':>9}{'asked':>7}{'decision ms':>13}{'ratio':>8}{'loading ms':>12}")
    for one in found:
        figures = f"{one.decision * 1000:>13.2f}{one.decision / first.decision:>8.2f}{one.loading * 1000:>12.0f}"
        print(f"{one.what:<12}{one.controls:>9}{one.asked:>7}{figures}")


if __name__ == "__main__":
    main()
