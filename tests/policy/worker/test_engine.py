"""A stranger's rule costs one error, which names it; the caller, its descriptors and its children stay as they were."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from mlgate.errors import BundleError, EvaluationError
from mlgate.policy import bundle as bundles
from mlgate.policy import files
from mlgate.policy.rego import RegoPolicy
from mlgate.policy.regorus import RegorusEngine
from mlgate.policy.worker import engine as worker
from mlgate.policy.worker.limits import Limits
from tests.policy.worker import evil

PATIENT = Limits(seconds=60, megabytes=400)
HASTY = Limits(seconds=5, megabytes=1024)
CONTROLS = [f"data.mlgate.controls.other.o{number}.findings" for number in (1, 2, 3)]
PLACE = "lib/wild/wild.rego:5: data.mlgate.lib.wild.wild"


@pytest.fixture
def load(folder):
    """The small bundle, changed, in a worker that is ended with the test."""
    opened = []

    def start(changes: Mapping[str, str] | None = None, limits: Limits = PATIENT) -> worker.WorkerEngine:
        opened.append(worker.WorkerEngine(files.read(folder(changes)), limits))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def failure(engine: worker.WorkerEngine) -> str:
    with pytest.raises(EvaluationError) as caught:
        engine.query(b"{}", CONTROLS)
    return caught.value.message


def gone(pid: int) -> bool:
    """Whether there is no such process, not even an unburied one."""
    return not Path(f"/proc/{pid}").exists()


def descriptors() -> int:
    """How many this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_worker_says_what_the_embedded_engine_says(folder, facts):
    found = files.read(folder())
    engine = worker.WorkerEngine(found, PATIENT)
    same = bundles.admit(found)
    asked = facts({"age=65+": 0.2})
    assert engine.bundle.reference == same.reference
    assert RegoPolicy(engine.bundle, engine).evaluate(asked) == RegoPolicy(same, RegorusEngine(same)).evaluate(asked)
    engine.close()


@pytest.mark.parametrize(
    ("expression", "limits", "what"),
    [
        (evil.LOOP, HASTY, "took longer than 5 s"),
        (evil.MEMORY, PATIENT, "took more than 400 MB of memory"),
        (evil.PANIC, PATIENT, "fails: the policies: the policy engine gave up"),
        ("1 / count([])", PATIENT, "fails: lib/wild/wild.rego:5: divide by zero"),
        ('concat(",", input)', PATIENT, "fails: lib/wild/wild.rego:5"),
    ],
    ids=["loop", "memory", "panic", "division", "type"],
)
def test_the_error_names_the_rule_and_its_line(load, expression, limits, what):
    engine = load(evil.bundle(expression), limits)
    said = failure(engine)
    assert said.startswith(PLACE)
    assert what in said
    assert "\n" not in said


def test_after_an_overrun_the_others_still_answer(load):
    engine = load(evil.bundle(evil.LOOP), HASTY)
    failure(engine)
    assert engine.query(b"{}", CONTROLS[:2]) == ([], [])


def test_a_rule_that_answers_with_a_flood_is_stopped(load):
    engine = load(evil.bundle(evil.FLOOD), Limits(seconds=60, megabytes=1024))
    with pytest.raises(
        EvaluationError, match=r"wild\.rego:5: data\.mlgate\.lib\.wild\.wild .*too large: more than 64 MB"
    ):
        engine.query(b"{}", ["data.mlgate.lib.wild.wild"])


@pytest.mark.parametrize(
    ("module", "what"),
    [
        (evil.lib(evil.nested(13)), "lib/wild/wild.rego:5: nested deeper than 12 levels"),
        ("package mlgate.lib.wild\n\nwild := tame\n\ntame := wild\n", "recursion: mlgate.lib.wild.tame"),
        (evil.lib('http.send({"method": "get", "url": "http://localhost"})'), "lib/wild/wild.rego:5: http.send"),
    ],
    ids=["nested", "recursion", "network"],
)
def test_what_no_guard_lets_pass_does_not_load(load, module, what):
    with pytest.raises(BundleError) as caught:
        load(evil.bundle("1") | {"lib/wild/wild.rego": module})
    assert what in caught.value.message


def test_a_module_that_takes_the_parser_too_long_is_named(load):
    with pytest.raises(BundleError) as caught:
        load({"lib/wild/wild.rego": evil.slow_to_read()}, HASTY)
    assert caught.value.message == "lib/wild/wild.rego:1: to read it took longer than 5 s"


def test_a_yaml_file_that_no_reader_survives_is_one_error(load):
    with pytest.raises(BundleError):
        load({"config/thresholds/data.yaml": "gap: " + "[" * 400_000})


def test_nothing_is_left_behind(load):
    before = descriptors()
    engine = load(evil.bundle(evil.LOOP), Limits(seconds=5))
    first = engine.pid
    failure(engine)
    last = engine.pid
    engine.close()
    assert (gone(first), gone(last)) == (True, True)
    assert descriptors() == before


def test_a_worker_ends_with_the_object_that_holds_it(folder):
    engine = worker.WorkerEngine(files.read(folder()), PATIENT)
    pid = engine.pid
    del engine
    assert gone(pid)


def test_a_worker_whose_parent_was_killed_ends_itself(folder, tmp_path):
    code = (
        "import sys; from pathlib import Path; from mlgate.policy import files\n"
        "from mlgate.policy.worker import engine\n"
        "from mlgate.policy.worker.limits import Limits\n"
        "one = engine.WorkerEngine(files.read(Path(sys.argv[1])), Limits(5, 1024)); print(one.pid, flush=True)\n"
        f"one.query(b'{{}}', {CONTROLS!r})\n"
    )
    arguments = [sys.executable, "-c", code, str(folder(evil.bundle(evil.LOOP)))]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        time.sleep(0.3)
        parent.kill()
    assert _soon(lambda: gone(pid))


def _soon(claim: Callable[[], bool]) -> bool:
    for _ in range(200):
        if claim():
            return True
        time.sleep(0.1)
    return False
