"""The process as shells and CI see it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def _mlgate(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mlgate", *arguments], capture_output=True, text=True, check=False, timeout=60, **options
    )


def test_the_shim_runs_from_a_checkout(tmp_path):
    ran = subprocess.run(
        [sys.executable, str(CHECKOUT / "cli.py"), "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert ran.stdout.startswith("mlgate ")


def test_a_reader_who_leaves_early_is_nobodys_fault(tmp_path):
    ran = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m mlgate completion bash | true; echo ${{PIPESTATUS[0]}}"],
        capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    assert (ran.stdout.strip(), ran.stderr) == ("0", "")


def test_a_full_standard_output_is_said_not_traced(tmp_path):
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "mlgate", "completion", "bash"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
    assert ran.returncode == 3
    assert ran.stderr.startswith("standard output: No space left on device\n")
    assert "Traceback" not in ran.stderr


def test_an_interrupt_ends_with_130_and_says_what_stands(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "mlgate", "check", "--facts", "-"],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(" " * 200_000)  # more than a pipe holds: when this returns, the command is reading
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == "interrupted\nwhat was recorded stays recorded: mlgate log\n"


def test_a_terminal_without_unicode_still_gets_its_help(tmp_path):
    ran = _mlgate("model", "register", "--help", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii", "PATH": ""})
    assert ran.returncode == 0, ran.stderr


def test_the_unforeseen_is_exit_3_and_one_line(tmp_path):
    script = (
        "import sys, click; from mlgate.cli import app; from mlgate.__main__ import main\n"
        "app.root.get_command = lambda *_: click.Command('boom', callback=lambda: 1 / 0)\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    for flags, traced in (([], False), (["--debug"], True)):
        ran = subprocess.run(
            [sys.executable, "-c", script, *flags, "boom"], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert ran.returncode == 3
        assert ran.stderr.startswith("unexpected ZeroDivisionError: division by zero\nplease report it")
        assert ("Traceback" in ran.stderr) is traced
