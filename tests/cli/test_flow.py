"""The commands on one table, in the order in which people use them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlgate.canonical import digest_bytes
from mlgate.sandbox import Sandbox
from mlgate.sandbox.seed import model_version
from tests.cli.houses import furnish

SCORER, SYSTEM = "model/scorer/2", "use-case/UC-1"
GATE = ("gate", SCORER, "--to", "pre_production")
CARD = "{}"


@pytest.fixture
def house(mlgate, tmp_path: Path) -> Callable[..., Any]:
    """``house("log")`` in a folder with a table, one use case and one model that belongs to it."""
    furnish(tmp_path)

    def run(*line: str, code: int = 0) -> Any:
        ran = mlgate(*line)
        assert ran.code == code, (line, ran.out, ran.err)
        return ran

    run("init")
    run("use-case", "register", "UC-1", "--name", "Consumer credit", "--owner", "u-priya")
    run("model", "register", SCORER, "--artifact", "model.bin", "--use-case", "UC-1=decision", "--risk", "high")
    return run


def _json(ran: Any) -> Any:
    return json.loads(ran.out)


def test_init_writes_what_is_missing_and_leaves_what_is_there(mlgate, tmp_path):
    (tmp_path / "directory.toml").write_text('[people."u-me"]\n')
    first = mlgate("--as", "u-me", "init")
    assert first.code == 0, first.err
    assert "wrote governance.toml" in first.err
    assert "directory.toml is there already" in first.err
    assert first.out.startswith("in force: policies ")
    assert (tmp_path / ".mlgate/.gitignore").read_text().endswith("*\n")
    again = mlgate("--as", "u-me", "init")
    assert (again.code, again.out) == (0, "in force already, nothing changed\n")


def test_init_makes_the_present_user_a_person(mlgate, tmp_path):
    assert mlgate("init").code == 0
    assert mlgate("use-case", "register", "UC-1", "--name", "x").code == 0


def test_init_can_copy_the_policies(mlgate, tmp_path):
    assert mlgate("init", "--policies").code == 0
    assert (tmp_path / "policies/.manifest").is_file()
    assert 'bundle = "policies"' in (tmp_path / "governance.toml").read_text()


def test_a_model_goes_from_refused_to_approved(house, tmp_path):
    refused = house(*GATE, code=1)
    assert refused.out.startswith("REJECTED")
    assert "no approved report" in refused.out

    (tmp_path / "card.json").write_text(CARD)
    tried = house("check", SCORER, "--to", "pre_production", "--evidence", "model_card=card.json", code=5)
    assert tried.out.startswith("PENDING")

    house("evidence", "add", SCORER, "--type", "model_card", "card.json")
    digest = _json(house("model", "show", SCORER, "-o", "json"))["evidence"]["model_card"][0]["digest"]
    house("--as", "u-helen", "evidence", "approve", digest[7:19], "--role", "governance_officer")

    pending = house(*GATE, code=5)
    assert f"mlgate approve {SCORER} --to pre_production --role model_owner" in pending.out
    house("--as", "u-priya", "approve", SCORER, "--to", "pre_production", "--role", "model_owner")

    approved = house(*GATE)
    assert approved.out.startswith("APPROVED")
    assert "registry updated · now in pre_production" in approved.out
    shown = _json(house("model", "show", SCORER, "-o", "json"))
    assert (shown["stage"], shown["standing"]["approval_status"]) == ("pre_production", "Approved")
    assert house("reconcile").out == "registry and record agree\n"


def test_a_decision_is_shown_again_by_the_digits_that_were_printed(house):
    refused = house(*GATE, "--reason", "the shadow test needs it", code=1)
    digits = re.search(r"mlgate show ([0-9a-f]+)", refused.out)[1]
    shown = house("show", digits)
    assert shown.out.startswith("REJECTED")
    assert "the shadow test needs it" in shown.out
    assert "u-tom (not authenticated)" in shown.out
    assert _json(house("show", digits, "-o", "json"))["verdict"] == "rejected"
    assert house("show", digits, "-o", "junit").out.startswith("<?xml")


def test_the_same_request_id_gives_the_same_decision_and_another_request_is_refused(house):
    first = _json(house(*GATE, "--request-id", "run-1", "-o", "json", code=1))
    again = _json(house(*GATE, "--request-id", "run-1", "-o", "json", code=1))
    assert first == again
    other = house("gate", SCORER, "--to", "production", "--request-id", "run-1", code=2)
    assert "run-1" in other.err


def test_without_a_request_id_every_call_is_a_request_of_its_own(house):
    first = _json(house(*GATE, "-o", "json", code=1))
    assert first["request_id"] != _json(house(*GATE, "-o", "json", code=1))["request_id"]


def test_evidence_can_come_with_the_request(house, tmp_path):
    (tmp_path / "card.json").write_text(CARD)
    house(*GATE, "--evidence", "model_card=card.json", code=1)
    assert "model_card" in _json(house("model", "show", SCORER, "-o", "json"))["evidence"]


def test_a_rejecting_vote_is_recorded_with_the_decision_on_it(house):
    line = ("--as", "u-helen", "reject", SCORER, "--to", "pre_production", "--role", "governance_officer")
    assert house(*line, code=2).err.startswith("mlgate reject: missing option '--reason'")
    ran = house(*line, "--reason", "no stop drill", code=1)
    assert "governance_officer voted against it" in ran.out
    log = _json(house("log", SCORER, "-n", "2", "-o", "json"))
    assert [entry["body"]["kind"] for entry in log] == ["decision", "vote.cast"]


def test_waiting_ends_when_the_time_is_up(house, tmp_path):
    (tmp_path / "card.json").write_text(CARD)
    house("evidence", "add", SCORER, "--type", "model_card", "card.json")
    digest = _json(house("model", "show", SCORER, "-o", "json"))["evidence"]["model_card"][0]["digest"]
    house("--as", "u-helen", "evidence", "approve", digest, "--role", "governance_officer")
    ran = house(*GATE, "--wait", "1s", code=5)
    assert ran.err.startswith("waiting for votes, up to 0:00:01")


def test_a_waiver_is_granted_joined_listed_and_revoked(house):
    assert house("waiver", "list").out == "no waivers\n"
    terms = (
        "waiver", "grant", SCORER, "--id", "W-1", "--control", "FAIR-001", "--scope", "age=65+", "--reason", "61 cases",
        "--compensating", "manual review", "--until", "2259-01-01T00:00:00Z", "--role",
    )  # fmt: skip
    house("--as", "u-helen", *terms, "governance_officer")
    house("--as", "u-priya", *terms, "model_owner")
    listed = house("waiver", "list").out
    assert "u-helen (governance_officer)" in listed
    assert "u-priya (model_owner)" in listed
    assert len(_json(house("waiver", "list", SCORER, "-o", "json"))) == 1
    house("--as", "u-helen", "waiver", "revoke", SCORER, "W-1", "--reason", "142 cases now")
    assert house("waiver", "list").out == "no waivers\n"


def test_the_log_is_newest_first_and_of_one_subject_where_asked(house):
    house(*GATE, code=1)
    entries = _json(house("log", "-o", "json"))
    moments = [entry["recorded_at"] for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert entries[-1]["chain"] == "in-force"
    about = _json(house("log", SYSTEM, "-o", "json"))
    assert {entry["body"]["subject"] for entry in about} <= {SYSTEM, SCORER}
    assert len(_json(house("log", "-n", "1", "-o", "json"))) == 1


def test_looking_needs_no_place_in_the_directory(house, tmp_path):
    (tmp_path / "directory.toml").write_text('[people."u-other"]\n')
    for line in (["log"], ["show", SCORER], ["model", "list"], ["use-case", "list"], ["waiver", "list"]):
        house(*line)


def test_lists_name_every_subject_with_its_stage(house):
    assert re.search(r"^model/scorer/2 +development +pending", house("model", "list").out, re.MULTILINE)
    assert re.search(r"^use-case/UC-1 +poc +pending", house("use-case", "list").out, re.MULTILINE)


def test_a_monitoring_check_is_a_gate_of_its_own(house):
    dry = house("monitor", "check", SCORER, "--dry-run", "-o", "json", code=1)
    assert _json(dry)["to_stage"] is None
    assert _json(dry)["dry_run"] is True


def test_a_check_can_be_asked_as_of_another_moment(house):
    ran = house("check", SCORER, "--to", "pre_production", "--at", "2030-01-01T00:00:00+01:00", "-o", "json", code=1)
    assert _json(ran)["evaluated_at"] == "2029-12-31T23:00:00Z"


def test_who_acts_is_who_was_named(house):
    house("--as", "svc-ci", *GATE, code=1)
    assert _json(house("log", "-n", "1", "-o", "json"))[0]["actor"] == {
        "person": "svc-ci", "authenticated": False, "via": "as"
    }  # fmt: skip


def test_a_registry_that_does_not_answer_leaves_the_decision_standing(mlgate, tmp_path):
    """The approval is recorded, the exit code says that it is not applied, and reconcile finishes it."""
    furnish(tmp_path)
    (tmp_path / "card.json").write_text(CARD)
    model, state = "model/credit-risk-scorer/1", tmp_path / "registry.json"
    with Sandbox(state=state) as sandbox:
        model_version(sandbox.url, "eu-central-1", group="credit-risk-scorer", version=1)
        port = int(sandbox.url.rpartition(":")[2])
        with (tmp_path / "governance.toml").open("a") as file:
            file.write(f'[registry]\nkind = "sagemaker"\nendpoint_url = "{sandbox.url}"\nregion = "eu-central-1"\n')
        for line in (
            ["init"],
            ["use-case", "register", "UC-1", "--name", "Consumer credit"],
            ["model", "register", model, "--use-case", "UC-1"],
            ["evidence", "add", model, "--type", "model_card", "card.json"],
            ["--as", "u-helen", "evidence", "approve", digest_bytes(b"{}"), "--role", "governance_officer"],
            ["--as", "u-priya", "approve", model, "--to", "pre_production", "--role", "model_owner"],
        ):
            ran = mlgate(*line)
            assert ran.code == 0, (line, ran.err)
    gate = mlgate("gate", model, "--to", "pre_production", "--request-id", "run-1")
    assert (gate.code, "registry not updated yet" in gate.out) == (3, True), gate.out + gate.err
    assert mlgate("reconcile").code == 3
    with Sandbox(port=port, state=state):
        finished = mlgate("reconcile")
        assert (finished.code, "update 1 applied" in finished.out) == (0, True), finished.out
        assert mlgate("gate", model, "--to", "pre_production", "--request-id", "run-1").code == 0
