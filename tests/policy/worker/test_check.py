"""``mlgate check`` of a stranger's bundle: one message, and an end when it is told to end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.policy.small import document
from tests.policy.worker import evil


@pytest.fixture
def check(folder, tmp_path):
    """Start the check of a bundle that loops, with so many seconds for one answer."""
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps(document()))
    (tmp_path / ".git").mkdir()

    def start(seconds: int) -> subprocess.Popen[str]:
        config = f'[policy]\nbundle = "{folder(evil.bundle(evil.LOOP))}"\ntimeout_seconds = "{seconds}"\n'
        (tmp_path / "governance.toml").write_text(config)
        arguments = [sys.executable, "-m", "mlgate", "check", "--facts", str(facts)]
        return subprocess.Popen(arguments, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    return start


def workers(parent: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def test_a_rule_that_loops_is_one_message(check):
    out, err = check(5).communicate(timeout=120)
    assert out == ""
    assert err.splitlines() == [
        "lib/wild/wild.rego:5: data.mlgate.lib.wild.wild took longer than 5 s",
        "nothing was approved; mend the policy, or report it to whoever owns the bundle",
    ]


def test_an_interrupt_ends_the_worker_too(check):
    process = check(60)
    while not (found := workers(process.pid)):
        time.sleep(0.1)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err.splitlines()[0]) == (130, "", "interrupted")
    assert not Path(f"/proc/{found[0]}").exists()
