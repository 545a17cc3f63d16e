"""Bad lines, files, directories, bundles, databases: one message that says where, exit 2 or 3, nothing changed."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlgate.__main__ import main
from tests.cli.houses import furnish
from tests.policy.small import GAP

SCORER = "model/credit-risk-scorer/2"
TABLE = Path(".mlgate/governance.db")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `mlgate init` leaves it, with one use case and one model."""
    folder = tmp_path_factory.mktemp("house")
    furnish(folder)
    before = Path.cwd()
    os.chdir(folder)
    try:
        for line in (
            ["init"],
            ["use-case", "register", "UC-CR-001", "--name", "Consumer credit risk", "--owner", "u-priya"],
            ["model", "register", SCORER, "--artifact", "model.bin", "--use-case", "UC-CR-001", "--risk", "high"],
        ):
            assert main(line) == 0, line
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def house(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return tmp_path


def entries(folder: Path) -> list[Any]:
    """All that is recorded; None where the file is no database (any more)."""
    with sqlite3.connect(folder / TABLE) as connection:
        found = connection.execute("SELECT chain, sequence, hash FROM entries ORDER BY chain, sequence").fetchall()
    connection.close()
    return found


def _append(path: str, text: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return spoil


def _replace(path: str, old: str, new: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        assert old in text, f"{path} has no {old!r}"
        (folder / path).write_text(text.replace(old, new), encoding="utf-8")

    return spoil


def _write(path: str, data: bytes) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / path).write_bytes(data)

    return spoil


def _remove(path: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        target = folder / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()

    return spoil


def _make_folder(path: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / path).unlink()
        (folder / path).mkdir()

    return spoil


def _nothing(_: Path) -> None:
    """The line itself is what is wrong."""


GRANT = f"--as u-helen waiver grant {SCORER} --reason r --compensating c --role governance_officer"
GATE = f"gate {SCORER} --to qa"
EVIDENCE = f"evidence add {SCORER} --type fairness_report f.json"

LINES: dict[str, tuple[Callable[[Path], None], str, int, str]] = {
    "an unknown stage": (_nothing, f"gate {SCORER} --to prod", 2, "--to: 'prod' is not a stage"),
    "a subject that does not exist": (_nothing, "gate model/nobody/1 --to qa", 2, "model/nobody/1 is not in"),
    "a use case that does not exist": (_nothing, "gate use-case/UC-9 --to development", 2, "use-case/UC-9 is not in"),
    "a subject that is none": (_nothing, "gate credit/2 --to qa", 2, "subject: 'credit/2' is neither"),
    "showing what is not there": (_nothing, "show model/nobody/1", 2, "model/nobody/1 is not in"),
    "showing no such decision": (_nothing, "show 0123456789ab", 2, "0123456789ab"),
    "showing what cannot be an id": (_nothing, "show ab", 2, "starts with ab"),
    "a person who is not there": (_nothing, f"--as u-nobody {GATE}", 2, "directory.toml: names no 'u-nobody'"),
    "a role not held": (_nothing, f"approve {SCORER} --to qa --role model_owner", 2, "does not hold the role"),
    "a service that votes": (_nothing, f"--as svc-ci approve {SCORER} --to qa --role model_owner", 2, "services"),
    "a vote on what changed": (
        _nothing, f"--as u-priya approve {SCORER} --to qa --role model_owner --seen 0123456789abcdef", 2, "digest",
    ),
    "approving no such document": (_nothing, "--as u-helen evidence approve 01234567 --role governance_officer", 2,
                                   "01234567"),
    "a waiver without a zone": (
        _nothing,
        f"{GRANT} --id W-1 --control FAIR-003 --until 2027-01-01", 2, "--until: '2027-01-01' has no zone",
    ),
    "a waiver of no control": (
        _nothing,
        f"{GRANT} --id W-1 --control fair --until 2027-01-01T00:00:00Z", 2, "control",
    ),
    "revoking no such waiver": (_nothing, f"waiver revoke {SCORER} W-1 --reason r", 2, "has no waiver W-1"),
    "deploying what is not approved": (_nothing, f"model deployed {SCORER} --endpoint e", 2, "no production approval"),
    "registering what is not in the registry": (_nothing, "model register model/other/1", 2, "model/other/1"),
    "linking to no such use case": (
        _nothing, "model register model/new/1 --artifact model.bin --use-case UC-9", 2, "use-case/UC-9 is not in",
    ),
    "linking in no such role": (
        _nothing, "model register model/new/1 --artifact model.bin --use-case UC-CR-001=judge", 2, "'judge' is not one",
    ),
    "an artifact that is not there": (_nothing, "model register model/new/1 --artifact none.bin", 2, "none.bin"),
    "evidence that is not there": (_nothing, EVIDENCE, 2, "f.json: cannot be read"),
    "evidence that is not JSON": (_write("f.json", b"{"), EVIDENCE, 2, "f.json"),
    "evidence of no known type": (
        _write("f.json", b"{}"), f"evidence add {SCORER} --type fairnes_report f.json", 2, "fairnes_report",
    ),
    "evidence without its fields": (_write("f.json", b"{}"), EVIDENCE, 2, "f.json"),
    "evidence with a name twice": (_write("f.json", b'{"a": 1, "a": 2}'), EVIDENCE, 2, "f.json"),
    "evidence with NaN": (_write("f.json", b'{"auc": NaN}'), EVIDENCE, 2, "f.json"),
    "evidence of 10 MB": (_write("f.json", b'{"x": "' + b"x" * 10_000_000 + b'"}'), EVIDENCE, 2, "f.json"),
    "evidence 1000 levels deep": (_write("f.json", b"[" * 1000 + b"]" * 1000), EVIDENCE, 2, "f.json"),
    "evidence that is a list": (_write("f.json", b"[]"), EVIDENCE, 2, "f.json"),
    "evidence for a gate that is not JSON": (
        _write("f.json", b"{"), f"{GATE} --evidence fairness_report=f.json", 2, "f.json",
    ),
    "metrics without numbers": (_nothing, f"metrics add {SCORER} --set auc=high", 2, "--set"),
    "a request id that is none": (_nothing, f"{GATE} --request-id {'x' * 200}", 2, "request"),
    "a rejection for no reason": (
        _nothing, f"--as u-priya reject {SCORER} --to qa --role model_owner --reason=", 2, "--reason: nothing is said",
    ),
    "a person who cannot be one": (
        _nothing, "use-case register UC-2 --name x --owner böse", 2, "--owner: 'böse' is not the id of a person",
    ),
    "a report into no folder": (_nothing, f"{GATE} -o json=none/here.json", 2, "no such folder"),
}  # fmt: skip

SETTINGS: dict[str, tuple[Callable[[Path], None], str, int, str]] = {
    "no configuration": (_remove("governance.toml"), GATE, 2, "no governance.toml"),
    "a configuration that is not TOML": (_append("governance.toml", "[x\n"), GATE, 2, "governance.toml:"),
    "a section that is none": (_append("governance.toml", "[tabel]\n"), GATE, 2, "[tabel] is not a section"),
    "a key that is none": (_append("governance.toml", '[table]\npth = "x"\n'), GATE, 2, "[table] pth"),
    "a value that is none": (
        _append("governance.toml", '[registry]\nkind = "sagmaker"\n'), GATE, 2, 'kind = "sagmaker" is not one of local',
    ),
    "SageMaker without a region": (
        _append("governance.toml", '[registry]\nkind = "sagemaker"\n'), GATE, 2, "[registry] region",
    ),
    "no directory": (_remove("directory.toml"), GATE, 2, "directory.toml: no such file"),
    "a directory that is not TOML": (_append("directory.toml", "[x\n"), GATE, 2, "directory.toml:"),
    "a role that is none": (
        _replace("directory.toml", '"ml_engineer"', '"ML Engineer"'), GATE, 2, '[people."u-tom"] roles',
    ),
    "a user whom nobody knows": (
        _replace("directory.toml", "os_user = ", "# os_user = "), GATE, 2, "nobody has os_user",
    ),
    "a directory that is not in force": (
        _append("directory.toml", '[people."u-new"]\nroles = ["model_owner"]\n'), GATE, 2, "the configured directory",
    ),
}  # fmt: skip

CONTROL = f"policies/{GAP}"
BUNDLES: dict[str, tuple[Callable[[Path], None], str, int, str]] = {
    "no policies": (_remove("policies"), GATE, 2, "policies"),
    "no manifest": (_remove("policies/.manifest"), GATE, 2, ".manifest"),
    "a manifest that is not JSON": (_write("policies/.manifest", b"{"), GATE, 2, ".manifest"),
    "policies with a syntax error": (_append(CONTROL, "\ndeny contains {\n"), GATE, 2, "gap.rego:"),
    "a rule without METADATA": (_replace(CONTROL, "# METADATA", "# METADAT"), GATE, 2, "gap.rego"),
    "METADATA that is not YAML": (_replace(CONTROL, "# custom:", "# custom: ["), GATE, 2, "gap.rego"),
    "METADATA without a control": (_replace(CONTROL, "#   control:", "#   contrl:"), GATE, 2, "gap.rego"),
    "a clock in a rule": (_append(CONTROL, "\n_now := time.now_ns()\n"), GATE, 2, "time.now_ns"),
    "a network in a rule": (_append(CONTROL, '\n_x := http.send({"url": "http://x"})\n'), GATE, 2, "http.send"),
    "a function that is none": (_append(CONTROL, "\n_x := objekt.get({}, 1, 2)\n"), GATE, 2, "objekt.get"),
    "data in the place of a rule": (
        _write("policies/data.json", b'{"mlgate": {"controls": {}}}'), GATE, 2, "mlgate",
    ),
    "policies that are not in force": (_append(CONTROL, "\n_x := 1\n"), GATE, 2, "the configured policies"),
    "policies that were pinned otherwise": (
        _append("governance.toml", f'digest = "sha256:{"0" * 64}"\n'), GATE, 6, "pinned",
    ),
}  # fmt: skip

DATABASES: dict[str, tuple[Callable[[Path], None], str, int, str]] = {
    "no table": (_remove(str(TABLE)), GATE, 2, "mlgate init"),
    "a table that is prose": (_write(str(TABLE), b"once upon a time " * 1000), GATE, 3, "governance.db"),
    "a table that is empty": (_write(str(TABLE), b""), GATE, 3, "governance.db"),
    "a table that is a folder": (_make_folder(str(TABLE)), GATE, 3, "governance.db"),
}  # fmt: skip

CASES = LINES | SETTINGS | BUNDLES | DATABASES


def _state(folder: Path) -> tuple[Any, bytes | None]:
    """What is recorded, and the bytes of the file (the write-ahead log folded in)."""
    table = folder / TABLE
    if not table.is_file():
        return None, None
    try:
        return entries(folder), table.read_bytes()
    except sqlite3.DatabaseError:
        return None, table.read_bytes()


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_told_with_its_place_and_changes_nothing(mlgate, house: Path, name):
    spoil, line, code, message = CASES[name]
    spoil(house)
    before = _state(house)
    ran = mlgate(*line.split())
    assert (ran.code, ran.out) == (code, ""), ran.err
    assert message in ran.err
    assert len(ran.err.splitlines()) >= 2, "a hint of one line follows what is wrong"
    assert "unexpected" not in ran.err
    assert "Traceback" not in ran.err
    assert _state(house) == before


def _process(
    folder: Path, *line: str, prefix: tuple[str, ...] = (), **options: Any
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*prefix, sys.executable, "-m", "mlgate", *line],
        capture_output=True, text=True, check=False, cwd=folder, timeout=120, **options,
    )  # fmt: skip


def _refused(ran: subprocess.CompletedProcess[str], message: str) -> None:
    assert (ran.returncode, ran.stdout) == (3, ""), ran.stderr
    assert message in ran.stderr
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr.splitlines()) >= 2


def test_a_locked_table_is_waited_for_and_then_told(house):
    before = _state(house)
    holder = sqlite3.connect(house / TABLE, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        ran = _process(house, *GATE.split())
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    _refused(ran, "held by another process")
    assert _state(house) == before


def test_a_read_only_table_is_told(house):
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root writes to what is read-only")
    (house / TABLE).chmod(0o444)
    (house / TABLE).parent.chmod(0o555)
    before = (house / TABLE).read_bytes()
    prefix = (
        ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override")
        if os.geteuid() == 0
        else ()
    )
    ran = _process(house, *GATE.split(), prefix=prefix)
    (house / TABLE).parent.chmod(0o755)
    _refused(ran, "governance.db")
    assert (house / TABLE).read_bytes() == before


@pytest.mark.parametrize("line", [GATE, "log", "show " + SCORER])
def test_a_corrupt_table_is_told(house, line):
    data = bytearray((house / TABLE).read_bytes())
    data[4096:-1] = b"\xa5" * (len(data) - 4097)
    (house / TABLE).write_bytes(bytes(data))
    ran = _process(house, *line.split())
    _refused(ran, "governance.db")
    assert (house / TABLE).read_bytes() == bytes(data)


def test_a_disk_without_room_is_told_and_nothing_is_half_written(house):
    """No file may grow past what the table has now: what a full disk does to it, without filling one."""
    import resource  # noqa: PLC0415 - not on every platform

    before = _state(house)

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    ran = _process(house, *GATE.split(), preexec_fn=no_room)
    _refused(ran, "governance.db")
    assert _state(house) == before


def test_a_full_disk_is_told_and_nothing_is_half_written(house):
    """A real one: a file system of a few pages, filled to the last byte."""
    script = (
        "set -e; mount -t tmpfs -o size=4m tmpfs .mlgate; cp -a saved/. .mlgate/; "
        "dd if=/dev/zero of=.mlgate/fill bs=4k 2>/dev/null || true; "
        'set +e; "$@"; code=$?; rm .mlgate/fill; cp -a .mlgate/. after/; exit $code'
    )
    before = _state(house)
    shutil.copytree(house / ".mlgate", house / "saved")
    (house / "after").mkdir()
    probe = ["unshare", "-Urm", "sh", "-c", "mount -t tmpfs tmpfs .mlgate"]
    if shutil.which("unshare") is None or subprocess.run(probe, cwd=house, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    ran = _process(house, *GATE.split(), prefix=("unshare", "-Urm", "sh", "-c", script, "sh"))
    _refused(ran, "the disk")
    shutil.rmtree(house / ".mlgate")
    (house / "after").rename(house / ".mlgate")
    assert _state(house) == before


def test_a_newer_table_is_left_to_the_mlgate_that_wrote_it(house):
    connection = sqlite3.connect(house / TABLE)
    connection.execute("PRAGMA user_version = 999")
    connection.commit()
    connection.close()
    _refused(_process(house, *GATE.split()), "version 999")


def test_there_are_at_least_sixty_of_them():
    from tests.cli.test_bad_facts import NOT_FACTS, NOT_JSON  # noqa: PLC0415 - to count them

    assert len(CASES) + len(NOT_JSON) + len(NOT_FACTS) > 100
