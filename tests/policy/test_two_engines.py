"""OPA and the embedded engine say the same: on every example, and on facts that were spoiled by chance."""

from __future__ import annotations

import copy
import http.client
import json
import random
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from mlgate.policy.bundle import load
from mlgate.policy.regorus import RegorusEngine
from mlgate.shipped import shipped
from tests.examples.stories import CASES
from tests.needs import opa, required

POLICIES = shipped("policies")
SPOILED = 2000 if required("opa") else 200
ODD = (None, True, "", "x", -1, 0, 1e9, [], {}, ["x"], {"x": 1}, "2026-13-40", "9999-12-31T00:00:00Z")


@pytest.fixture(scope="module")
def server():
    """OPA's own server with the shipped bundle; a connection to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ["run", "--server", "--addr", f"127.0.0.1:{port}", "--disable-telemetry", "--log-level", "error"]
    process = subprocess.Popen([opa(), *arguments, "--ignore", "*_test.rego", str(POLICIES)])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        _answers(connection)
        yield connection
    finally:
        connection.close()
        process.kill()
        process.wait()


def _answers(connection: http.client.HTTPConnection) -> None:
    """Wait until the server is up."""
    for _ in range(100):
        try:
            connection.request("GET", "/health")
            connection.getresponse().read()
        except OSError:
            connection.close()
            time.sleep(0.1)
        else:
            return
    pytest.fail("OPA did not come up in ten seconds")


@pytest.fixture(scope="module")
def engine():
    bundle = load(POLICIES)
    paths = [control.path for control in bundle.catalogue.controls.values()]
    return RegorusEngine(bundle), ["data.mlgate.request.plan", *paths]


def _by_opa(server, facts: dict[str, Any], paths: list[str]) -> list[Any]:
    query = "[" + ", ".join(paths) + "] = answer"
    body = json.dumps({"query": query, "input": facts})
    server.request("POST", "/v1/query?strict-builtin-errors=true", body, {"Content-Type": "application/json"})
    answer = server.getresponse()
    told = json.loads(answer.read())
    if answer.status != 200:
        return ["error"]
    return told["result"][0]["answer"] if told.get("result") else ["undefined"]


def _by_us(engine, facts: dict[str, Any], paths: list[str]) -> list[Any]:
    return list(engine.query(json.dumps(facts).encode(), paths))


def _sorted(values: list[Any]) -> list[Any]:
    return [sorted(value, key=json.dumps) if isinstance(value, list) else value for value in values]


def _agree(server, engine, facts: dict[str, Any]) -> None:
    embedded, paths = engine
    facts.setdefault("denies", [{"control": "FAIR-003", "scope": "age=65+"}])
    assert _sorted(_by_us(embedded, facts, paths)) == _sorted(_by_opa(server, facts, paths))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_on_every_example(server, engine, case: Path):
    _agree(server, engine, json.loads(case.read_text("utf-8")))


def test_on_spoiled_facts(server, engine):
    """Document bodies may hold anything; dates, votes, waivers and people are dropped and swapped."""
    chance = random.Random(20261124)
    originals = [json.loads(case.read_text("utf-8")) for case in CASES]
    for _ in range(SPOILED):
        facts = copy.deepcopy(chance.choice(originals))
        for _ in range(chance.randrange(1, 6)):
            _spoil(chance, facts)
        _agree(server, engine, facts)


def _spoil(chance: random.Random, facts: dict[str, Any]) -> None:
    bodies = [item["body"] for items in facts["evidence"].values() for item in items]
    match chance.randrange(8):
        case 0 | 1 | 2 | 3 if bodies:
            _spoil_value(chance, chance.choice(bodies))
        case 4 if facts["evidence"]:
            facts["evidence"].pop(chance.choice(list(facts["evidence"])))
        case 5 if facts["directory"]["people"]:
            facts["directory"]["people"].pop(chance.choice(list(facts["directory"]["people"])))
        case 6 if facts["approvals"]:
            vote = chance.choice(facts["approvals"])
            vote[chance.choice(["decision", "role", "gate"])] = chance.choice(["rejected", "model_owner", "G4"])
        case _:
            facts["now"] = f"{chance.choice([2026, 2027, 2028])}-{chance.randrange(1, 13):02}-01T00:00:00Z"


def _spoil_value(chance: random.Random, value: Any) -> None:
    """Drop or replace something somewhere inside."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    if not keys:
        return
    key = chance.choice(keys)
    if isinstance(value[key], dict | list) and chance.random() < 0.7:
        _spoil_value(chance, value[key])
    elif isinstance(value, dict) and chance.random() < 0.4:
        del value[key]
    else:
        value[key] = copy.deepcopy(chance.choice(ODD))


@pytest.mark.parametrize("arguments", [["check", "--strict"], ["fmt", "--list", "--fail"]], ids=lambda a: a[0])
def test_opa_itself_is_content(arguments):
    done = subprocess.run([opa(), *arguments, str(POLICIES)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
