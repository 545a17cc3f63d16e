"""The benchmarks run. What they measure is told by ``make bench`` and never asserted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def _said(script: str) -> str:
    environment = {**os.environ, "PYTHONPATH": f"{BENCHMARKS}{os.pathsep}{BENCHMARKS.parent / 'engine'}"}
    ran = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_every_comparison_can_be_made():
    assert _said("import run; print([line.goal for line in run.lines(0)])") == "[1.5, 3.0, None, 2.5]\n"


def test_a_check_of_facts_imports_nothing_of_the_cloud_the_table_or_the_schemas():
    names = ("boto3", "botocore", "jsonschema", "rich", "sqlite3", "tenacity", "tomllib")
    assert _said(f"import start; print([name for name in {names} if start.imported(name)])") == "[]\n"
