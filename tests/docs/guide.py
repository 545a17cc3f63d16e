"""A page that people follow step by step, followed: its edits are made, its commands run, what it shows is compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import mlgate

_BLOCK = re.compile(
    r"(?:^<!-- exits (?P<code>\d) -->\n)?^```(?P<kind>console|diff)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_MASKED = re.compile(r"\b[0-9a-f]{12,64}\b|\b\d+(?:\.\d+)? ?m?s\b")
"""Digests and durations differ from run to run; spacing depends on the terminal."""


@dataclass(frozen=True)
class Command:
    """A command line, what it exits with, and the lines that are shown of what it says."""

    line: str
    code: int
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Edit:
    """Lines of a file, and those that stand there afterwards."""

    file: str
    old: str
    new: str


def steps(page: str) -> list[Command | Edit]:
    """The steps of a page, in order; ``<!-- exits N -->`` above a block is what its last command exits with."""
    found: list[Command | Edit] = []
    for block in _BLOCK.finditer(page):
        found += _edits(block["body"]) if block["kind"] == "diff" else _commands(block["body"], int(block["code"] or 0))
    return found


def _commands(body: str, code: int) -> list[Command]:
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    lines = [part.rstrip("\n").split("\n") for part in parts]
    last = len(lines) - 1
    return [Command(line, code if at == last else 0, tuple(shown)) for at, (line, *shown) in enumerate(lines)]


def _edits(body: str) -> list[Edit]:
    head, *lines = body.rstrip("\n").split("\n")
    assert head.startswith("--- "), f"an edit begins with the file it is of, not {head!r}"
    changes: list[tuple[list[str], list[str]]] = []
    for line in lines:
        assert line[:1] in {"-", "+"}, f"an edit has lines that go and lines that come, not {line!r}"
        if line[0] == "-":
            if not changes or changes[-1][1]:
                changes.append(([], []))
            changes[-1][0].append(line[1:])
        else:
            changes[-1][1].append(line[1:])
    return [Edit(head[4:], "\n".join(old) + "\n", "\n".join(new) + "\n") for old, new in changes]


class Follower:
    """Somebody who follows the page in a folder: ``cd`` is remembered, the program is the one under test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        tools = folder / ".tools"
        tools.mkdir()
        program = tools / "mlgate"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mlgate "$@"\n')
        program.chmod(0o755)
        self._where = tools / "where"
        self._environment = {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PYTHONPATH": str(Path(mlgate.__file__).parents[1]),
            "HOME": str(folder),
            "NO_COLOR": "1",
            "COLUMNS": "100",
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def take(self, step: Command | Edit) -> None:
        """Take one step; an AssertionError says what came out otherwise than the page shows."""
        if isinstance(step, Edit):
            self._edit(step)
        else:
            self._run(step)

    def _edit(self, step: Edit) -> None:
        path = self.folder / step.file
        text = path.read_text("utf-8")
        assert text.count(step.old) == 1, f"{step.file}: {step.old!r} stands there {text.count(step.old)} times"
        path.write_text(text.replace(step.old, step.new), encoding="utf-8")

    def _run(self, step: Command) -> None:
        done = subprocess.run(
            ["/bin/sh", "-c", f"{step.line}\nstatus=$?\npwd > {self._where}\nexit $status"],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        said = done.stdout + done.stderr
        assert done.returncode == step.code, f"{step.line}: exit {done.returncode}\n{said}"
        told = _MASKED.sub("…", " ".join(said.split()))
        for line in step.shown:
            wanted = _MASKED.sub("…", " ".join(line.split()))
            assert wanted in told, f"{step.line} does not say {line!r}, but\n{said}"
        self.folder = Path(self._where.read_text().strip())
