"""The wheel carries policies, schemas and examples: installed into an empty environment, it does its main job."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pydantic
import pytest

from tests.needs import required

ROOT = Path(__file__).resolve().parents[2]


def _run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd), "NO_COLOR": "1"}
    environment |= {
        name: value for name, value in os.environ.items() if name.lower().startswith(("pip_", "http", "ssl_"))
    }
    return subprocess.run(
        [str(word) for word in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An environment of its own with nothing but the wheel and what it depends on.

    Where the network is asked for, the dependencies are installed by hash; else they are lent by this environment.
    """
    folder = tmp_path_factory.mktemp("wheel")
    built = _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder / "dist", ROOT, cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = (folder / "dist").glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    if required("network"):
        done = _run(
            python, "-m", "pip", "install", "-q", "--require-hashes", "-r", ROOT / "constraints.txt", cwd=folder
        )
        assert done.returncode == 0, done.stderr
    else:
        (site,) = (folder / "env").glob("lib/python*/site-packages")
        (site / "lent.pth").write_text(f"{Path(pydantic.__file__).parents[1]}\n")
    done = _run(python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    where = _run(python, "-c", "import mlgate; print(mlgate.__file__)", cwd=folder)
    assert Path(where.stdout.strip()).is_relative_to(folder / "env")
    return folder / "env" / "bin" / "mlgate", folder


def test_the_demo_runs_from_the_wheel(installed):
    mlgate, folder = installed
    done = _run(mlgate, "demo", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "APPROVED   model/credit-risk-scorer/2   qa → pre_production" in done.stdout


def test_check_runs_from_the_wheel(installed):
    mlgate, folder = installed
    done = _run(mlgate, "check", "--facts", ROOT / "examples" / "credit-risk" / "T03a.json", cwd=folder)
    assert done.returncode == 1, done.stderr
    assert "FAIR-003" in done.stdout


def test_a_checkout_runs_by_its_shim(tmp_path):
    done = _run(sys.executable, ROOT / "cli.py", "--version", cwd=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "mlgate 0.1.0")
