"""Do every small wrong to the shipped policies, and see which of them no test notices: ``make mutate``.

A mutant is tested by the Rego tests beside the changed module first, then by all others, then by the examples with
their expected results. One that does not load, or that no rule could evaluate, is no mutant. What survives is told as
a diff; `survivors.yaml` says of each why it changes nothing that anybody could see, and what is not told there fails.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import regorus
import yaml

from mlgate.decide import decide
from mlgate.errors import MlgateError
from mlgate.facts import file as facts_file
from mlgate.policy import files
from mlgate.policy.bundle import admit
from mlgate.policy.rego import RegoPolicy
from mlgate.policy.regorus import RegorusEngine
from mlgate.shipped import shipped
from tests.mutation.mutants import Mutant, of_limits, of_rules

POLICIES = shipped("policies")
EXPLAINED = Path(__file__).with_name("survivors.yaml")
LIMITS = "config/thresholds/data.yaml"
INVALID, KILLED, SURVIVED = "invalid", "killed", "survived"


def mutants() -> Iterator[Mutant]:
    """Every mutant of the shipped policies."""
    for name, text in _texts().items():
        if name.endswith(".rego") and not name.endswith("_test.rego"):
            yield from of_rules(name, text)
    yield from of_limits(LIMITS, _texts()[LIMITS])


@cache
def _texts() -> dict[str, str]:
    return dict(files.read(POLICIES, tests=True).texts)


@cache
def _tests() -> dict[str, tuple[str, ...]]:
    """Test package → the names of its tests."""
    found: dict[str, tuple[str, ...]] = {}
    for name, text in _texts().items():
        if name.endswith("_test.rego"):
            package = re.findall(r"^package (\S+)", text, re.MULTILINE)[0]
            found[package] = tuple(sorted(set(re.findall(r"^(test_\w+)", text, re.MULTILINE))))
    return found


def _data(texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "config": {name.split("/")[1]: yaml.safe_load(text) for name, text in texts.items() if name.endswith(".yaml")}
    }


@cache
def _without(changed: str) -> Any:
    """An engine with every module, test and data file but one."""
    engine = regorus.Engine()
    for name, text in _texts().items():
        if name.endswith(".rego") and name != changed:
            engine.add_policy(name, text)
    if not changed.endswith(".yaml"):
        engine.add_data_json(json.dumps(_data(_texts())))
    return engine


def judge(mutant: Mutant) -> tuple[Mutant, str]:
    """What becomes of one mutant."""
    engine = _without(mutant.file).clone()
    try:
        if mutant.file.endswith(".yaml"):
            engine.add_data_json(json.dumps(_data({**_texts(), mutant.file: mutant.text})))
        else:
            engine.add_policy(mutant.file, mutant.text)
        engine.set_input_json("{}")
        engine.eval_query_as_json("true")
    except BaseException as error:  # noqa: BLE001 - the engine's panic derives from it
        _unless_stopped(error)
        return mutant, INVALID
    if any(not _passes(engine, package) for package in _concerned(_package(mutant.text))):
        return mutant, KILLED
    return mutant, _by_examples(mutant)


def _package(text: str) -> str:
    found = re.search(r"^package (\S+)", text, re.MULTILINE)
    return found[1] if found else ""


@cache
def _concerned(package: str) -> tuple[str, ...]:
    """The test packages that rest on a package, its own first; all of them for policy data."""
    own = f"{package}_test"
    return tuple(
        sorted((test for test in _tests() if not package or package in _rests_on(test)), key=lambda test: test != own)
    )


@cache
def _rests_on(package: str) -> frozenset[str]:
    found: set[str] = set()
    new = {package}
    while new:
        found |= new
        new = {used for one in new for used in _uses().get(one, ())} - found
    return frozenset(found)


@cache
def _uses() -> dict[str, frozenset[str]]:
    """Package → the packages that its text names."""
    texts = {_package(text): text for name, text in _texts().items() if name.endswith(".rego")}
    return {
        package: frozenset(other for other in texts if re.search(rf"\bdata\.{re.escape(other)}\b", text))
        for package, text in texts.items()
    }


def _passes(engine: Any, package: str) -> bool:
    """Whether every test of a package is true; an error is a test that fails."""
    try:
        answer = json.loads(engine.eval_query_as_json(f"data.{package}"))
    except BaseException as error:  # noqa: BLE001 - as above
        _unless_stopped(error)
        return False
    values = answer["result"][0]["expressions"][0]["value"]
    return all(values.get(name) is True for name in _tests()[package])


def _unless_stopped(error: BaseException) -> None:
    if isinstance(error, KeyboardInterrupt | SystemExit):
        raise error


def _by_examples(mutant: Mutant) -> str:
    texts = {name: text for name, text in _texts().items() if not name.endswith("_test.rego")}
    try:
        bundle = admit(files.Files(POLICIES, {**texts, mutant.file: mutant.text}, ()))
        policy = RegoPolicy(bundle, RegorusEngine(bundle))
        return SURVIVED if all(_decided(policy, case) == told for case, told in _examples()) else KILLED
    except MlgateError:
        return KILLED


@cache
def _examples() -> list[tuple[Path, Any]]:
    bundle = admit(files.read(POLICIES))
    policy = RegoPolicy(bundle, RegorusEngine(bundle))
    cases = sorted(case for case in shipped("examples").glob("*/*.json") if case.with_suffix(".expected.json").exists())
    return [(case, _decided(policy, case)) for case in cases]


def _decided(policy: RegoPolicy, case: Path) -> Any:
    facts = facts_file.read(case)
    found = decide(
        facts,
        policy.evaluate(facts),
        policy=policy.reference,
        engine=policy.engine,
        mlgate="mutation",
        request_id="mutation",
        dry_run=True,
    )
    return found.verdict, found.moves_to, found.findings


def explained() -> dict[str, str]:
    """Survivor → why it changes nothing that anybody could see."""
    return yaml.safe_load(EXPLAINED.read_text("utf-8")) or {} if EXPLAINED.exists() else {}


def run(chosen: Sequence[Mutant], processes: int) -> tuple[Counter[str], list[Mutant]]:
    """Judge them all; the counts, and those that survived."""
    counts: Counter[str] = Counter()
    survivors: list[Mutant] = []
    with ProcessPoolExecutor(processes) as pool:
        for number, (mutant, fate) in enumerate(pool.map(judge, chosen, chunksize=8), start=1):
            counts[fate] += 1
            if fate == SURVIVED:
                survivors.append(mutant)
                print(mutant.name, file=sys.stderr)
            if sys.stderr.isatty() or number % 200 == 0:
                print(f"{number}/{len(chosen)} {dict(counts)}", file=sys.stderr)
    return counts, survivors


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="only so many, chosen by --seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="only files whose path contains this")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen_by = parser.parse_args()
    chosen = [mutant for mutant in mutants() if chosen_by.only in mutant.file]
    if chosen_by.sample is not None:
        chosen = random.Random(chosen_by.seed).sample(chosen, min(chosen_by.sample, len(chosen)))
    counts, survivors = run(chosen, chosen_by.processes)
    told = explained()
    unexplained = [mutant for mutant in survivors if mutant.key not in told]
    valid = counts[KILLED] + counts[SURVIVED]
    print(f"{len(chosen)} mutants, {counts[INVALID]} of them no policy; {counts[KILLED]} of {valid} killed", end="")
    print(f" ({counts[KILLED] / valid:.1%}), {len(survivors) - len(unexplained)} of the others explained")
    for mutant in unexplained:
        print(f"{mutant.file}:{mutant.line}\n  - {mutant.before.strip()}\n  + {mutant.after.strip()}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
