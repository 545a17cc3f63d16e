"""What command-line tests share: golden files, and the command line in this process."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mlgate.__main__ import main

GOLDEN = Path(__file__).parents[1] / "golden" / "cli"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare with tests/golden/cli/NAME; UPDATE_GOLDEN=1 writes it, for a person to read in the diff."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(text, encoding="utf-8")
        expected = path.read_text(encoding="utf-8")
        difference = "\n".join(difflib.unified_diff(expected.splitlines(), text.splitlines(), name, "now", lineterm=""))
        assert text == expected, difference

    return compare


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def mlgate(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Ran]:
    """``mlgate("log", "-n", "3")`` in this process, in an empty folder, with nothing of ours in the environment."""
    for name in list(os.environ):
        if name.startswith("MLGATE_") or name in {"NO_COLOR", "GITHUB_STEP_SUMMARY", "COLUMNS"}:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        code = main(arguments)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run
