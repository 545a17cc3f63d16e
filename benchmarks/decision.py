"""One decision in this process, facts → decision, against a bare loop over the same engine calls.

The bare loop sets the same documents and asks the same rules, and parses what comes back as JSON; it selects nothing,
joins nothing and decides nothing. Both take turns, so that what the machine does meanwhile hits both. What is compared
are medians; the goal is a ratio under 1.5.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regorus

from mlgate.decide import decide
from mlgate.facts.file import read
from mlgate.model.decision import Decision
from mlgate.model.facts import Facts
from mlgate.policy.bundle import Bundle, load
from mlgate.policy.rego import PLAN, RegoPolicy, with_denies
from mlgate.policy.regorus import RegorusEngine
from mlgate.shipped import shipped, version

STORY = shipped("examples") / "credit-risk"
CASES = ("T02", "T03b", "T05", "T07")
ROUNDS, WARM_UP = 200, 20
GOAL = 1.5


@dataclass(frozen=True)
class Measured:
    """Median seconds of one case; ``loading`` is of the whole bundle, once."""

    case: str
    controls: int
    findings: int
    decision: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.decision / self.bare


def bare_engine(bundle: Bundle) -> regorus.Engine:
    engine = regorus.Engine()
    for name, text in bundle.modules.items():
        engine.add_policy(name, text)
    engine.add_data_json(json.dumps(bundle.data))
    return engine


def calls(policy: RegoPolicy, facts: Facts) -> list[tuple[str, list[list[str]]]]:
    """The documents that one evaluation sets, and the rules it asks of each, query by query."""
    evaluation = policy.evaluate(facts)
    asked = [policy.catalogue.controls[name] for name in evaluation.controls]
    first = [control.path for control in asked if not control.after_denies]
    last = [control.path for control in asked if control.after_denies]
    found = [(facts.canonical.decode(), [[PLAN], first])]
    if last:
        found.append((with_denies(facts.canonical, evaluation.findings).decode(), [last]))
    return found


def ask(engine: regorus.Engine, asked: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> None:
    for document, queries in asked:
        engine.set_input_json(document)
        for paths in queries:
            query = ",\n".join(f"[value | value = {path}]" for path in paths)
            json.loads(engine.eval_query_as_json(f"[\n{query}\n]"))


def decided(policy: RegoPolicy, facts: Facts) -> Decision:
    return decide(
        facts,
        policy.evaluate(facts),
        policy=policy.reference,
        engine=policy.engine,
        mlgate=version(),
        request_id="benchmark",
        dry_run=False,
    )


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def measure(case: str, bundle: Bundle, rounds: int = ROUNDS) -> Measured:
    """One case. Before each turn the engine is given another document: nothing is left from the round before."""
    engine, bare = RegorusEngine(bundle), bare_engine(bundle)
    policy = RegoPolicy(bundle, engine)
    facts = read(STORY / f"{case}.json")
    asked, decision = calls(policy, facts), decided(policy, facts)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(WARM_UP + rounds):
        engine.query(b"{}", ())
        ours.append(seconds(lambda: decided(policy, facts)))
        theirs.append(seconds(lambda: ask(bare, asked)))
    medians = (statistics.median(times[WARM_UP:]) for times in (ours, theirs))
    return Measured(case, len(decision.controls), len(decision.findings), *medians)


def loading() -> tuple[float, float]:
    """Median seconds of reading and checking the shipped bundle, and of setting up its engine."""
    folder = shipped("policies")
    bundle = load(folder)
    read_it = statistics.median(seconds(lambda: load(folder).digest) for _ in range(20))
    return read_it, statistics.median(seconds(lambda: RegorusEngine(bundle)) for _ in range(20))


def main() -> None:
    bundle = load(shipped("policies"))
    print("one decision in this process (median)")
    print(f"{'case':<6}{'controls':>9}{'findings':>9}{'decision ms':>13}{'bare ms':>10}{'ratio':>8}")
    for case in CASES:
        one = measure(case, bundle)
        figures = f"{one.decision * 1000:>13.2f}{one.bare * 1000:>10.2f}{one.ratio:>8.2f}"
        print(f"{one.case:<6}{one.controls:>9}{one.findings:>9}{figures}")
    print(f"goal: a ratio under {GOAL}")
    checked, engine = loading()
    parts = f"{checked * 1000:.0f} ms to read and check, {engine * 1000:.0f} ms in the engine"
    print(f"loading {len(bundle.modules)} modules: {parts}")


if __name__ == "__main__":
    main()
