"""Policies change hands: built, signed, wanted by two people in their roles, in force; and nothing less does it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from mlgate.shipped import shipped

OFFICER, ADMIN, OWNER = "u-helen.moore", "u-raj.patel", "u-priya.nair"
Run = Callable[..., subprocess.CompletedProcess[str]]


def _keys(folder: Path, name: str) -> None:
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (folder / f"{name}.pem").write_bytes(private)
    (folder / f"{name}.pub").write_bytes(public)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """``run("log", as_="u-raj.patel")``: the command line in a project under the shipped policies."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MLGATE_")}

    def command(*arguments: str, as_: str = ADMIN) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "mlgate", "--as", as_, *arguments],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    shutil.copy(shipped("examples") / "credit-risk" / "directory.toml", tmp_path)
    assert command("init").returncode == 0
    for name in ("ours", "theirs"):
        _keys(tmp_path, name)
    return command


@pytest.fixture
def signed(run: Run, tmp_path: Path) -> Callable[..., str]:
    """A bundle in which one limit differs from the shipped one, built at a revision, and signed."""

    def make(limit: str = "0.65", revision: str = "2026.12.0", key: str = "ours") -> str:
        folder = tmp_path / f"policies-{revision}"
        shutil.copytree(shipped("policies"), folder)
        data = folder / "config" / "thresholds" / "data.yaml"
        text = data.read_text("utf-8")
        assert "performance.auc_min: {value: 0.70," in text
        data.write_text(text.replace("performance.auc_min: {value: 0.70,", f"performance.auc_min: {{value: {limit},"))
        name = f"{revision}.tar.gz"
        assert run("policy", "build", str(folder), "-o", name, "--revision", revision).returncode == 0
        assert run("policy", "sign", name, "--key", f"{key}.pem").returncode == 0
        return name

    return make


def _enforce(run: Run, bundle: str, role: str, as_: str, *more: str) -> subprocess.CompletedProcess[str]:
    return run("policy", "enforce", bundle, "--key", "ours.pub", "--role", role, *more, as_=as_)


def _log(run: Run) -> list[str]:
    return [entry["body"]["kind"] for entry in json.loads(run("log", "-o", "json").stdout)]


def test_two_people_in_their_roles_put_a_signed_bundle_in_force(run, signed):
    bundle = signed()
    first = _enforce(run, bundle, "governance_officer", OFFICER)
    assert first.returncode == 5, first.stderr
    assert "Looser" in first.stdout
    assert "performance.auc_min" in first.stdout
    assert "still asked: ml_admin" in first.stdout
    assert run("use-case", "register", "UC-1", "--name", "One").returncode == 0

    second = _enforce(run, bundle, "ml_admin", ADMIN, "-o", "json")
    assert second.returncode == 0, second.stderr
    assert json.loads(second.stdout)["in_force"] is True
    under_the_old = run("use-case", "register", "UC-2", "--name", "Two")
    assert (under_the_old.returncode, under_the_old.stdout) == (2, "")
    assert "not in force" in under_the_old.stderr
    assert run("log").stdout.count("put in force") == 2
    assert _enforce(run, bundle, "ml_admin", ADMIN).returncode == 0


def test_what_two_people_put_in_force_one_alone_does_not_replace(run, signed):
    bundle = signed()
    _enforce(run, bundle, "governance_officer", OFFICER)
    _enforce(run, bundle, "ml_admin", ADMIN)
    alone = run("init")
    assert alone.returncode == 2
    assert "several people put in force what is in force; one alone does not change it\n" in alone.stderr


def test_one_person_does_not_do_for_two(run, signed, tmp_path):
    directory = tmp_path / "directory.toml"
    directory.write_text(
        directory.read_text().replace('roles = ["ml_admin"]', 'roles = ["ml_admin", "governance_officer"]')
    )
    assert run("init").returncode == 0
    bundle = signed()
    assert _enforce(run, bundle, "governance_officer", ADMIN).returncode == 5
    assert _enforce(run, bundle, "ml_admin", ADMIN).returncode == 5
    assert _enforce(run, bundle, "governance_officer", OFFICER).returncode == 0


def test_two_people_who_want_different_things_change_nothing(run, signed):
    one, other = signed(), signed("0.60", "2026.12.1")
    assert _enforce(run, one, "governance_officer", OFFICER).returncode == 5
    assert _enforce(run, other, "ml_admin", ADMIN).returncode == 5
    assert "put in force" not in run("log", "-n", "2").stdout


@pytest.mark.parametrize(
    ("role", "who", "told"),
    [
        ("ml_admin", OFFICER, "u-helen.moore is not a person who holds ml_admin in the directory in force"),
        ("model_owner", OWNER, "nobody is asked as model_owner"),
    ],
)
def test_who_may_is_told_by_what_is_in_force(run, signed, role, who, told):
    refused = _enforce(run, signed(), role, who)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(told)


def test_a_new_bundle_does_not_say_who_may_bring_it_in(run, signed, tmp_path):
    """The applicant's own policies may name anybody as maintainer: it is those in force that count."""
    folder = Path(shutil.copytree(shipped("policies"), tmp_path / "mine"))
    data = folder / "config" / "lifecycle" / "data.yaml"
    data.write_text(
        data.read_text().replace("maintainers: [governance_officer, ml_admin]", "maintainers: [model_owner]")
    )
    assert run("policy", "build", "mine", "-o", "mine.tar.gz", "--revision", "mine").returncode == 0
    assert run("policy", "sign", "mine.tar.gz", "--key", "ours.pem").returncode == 0
    refused = _enforce(run, "mine.tar.gz", "model_owner", OWNER)
    assert refused.returncode == 2
    assert refused.stderr.startswith("nobody is asked as model_owner\n")


def test_a_bundle_that_is_not_signed_by_the_key_is_refused(run, signed, tmp_path):
    theirs = signed(key="theirs")
    refused = _enforce(run, theirs, "governance_officer", OFFICER)
    assert (refused.returncode, refused.stdout) == (6, "")
    unsigned = _enforce(run, str(shipped("policies")), "governance_officer", OFFICER)
    assert unsigned.returncode == 6
    without = run("policy", "enforce", theirs, "--role", "governance_officer", as_=OFFICER)
    assert without.returncode == 2
    assert "proposed" not in run("log").stdout


def test_a_changed_directory_needs_the_same_two(run, signed, tmp_path):
    directory = tmp_path / "directory.toml"
    directory.write_text(directory.read_text() + '\n[people."u-new.face"]\nroles = ["ml_admin"]\nkind = "person"\n')
    bundle = signed()
    refused = _enforce(run, bundle, "governance_officer", OFFICER)
    assert refused.returncode == 2
    assert "--directory" in refused.stderr
    assert _enforce(run, bundle, "governance_officer", OFFICER, "--directory").returncode == 5
    newcomer = _enforce(run, bundle, "ml_admin", "u-new.face", "--directory")
    assert newcomer.returncode == 2
    assert "in the directory in force" in newcomer.stderr
    assert _enforce(run, bundle, "ml_admin", ADMIN, "--directory").returncode == 0
