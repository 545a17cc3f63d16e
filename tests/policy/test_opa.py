"""The remote evaluator decides as the embedded engine does, and anything odd about the server fails closed."""

from __future__ import annotations

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from mlgate.decide import decide
from mlgate.errors import EvaluationError
from mlgate.facts import file
from mlgate.policy.bundle import load
from mlgate.policy.opa import OpaEngine, Server
from mlgate.policy.rego import RegoPolicy
from mlgate.policy.regorus import RegorusEngine
from mlgate.shipped import shipped
from tests.examples.stories import CASES
from tests.policy.opa_server import serving

POLICIES = shipped("policies")


@pytest.fixture(scope="module")
def bundle():
    return load(POLICIES)


@pytest.fixture(scope="module")
def server():
    with serving(POLICIES) as url:
        yield url


@pytest.fixture(scope="module")
def remote(bundle, server):
    return RegoPolicy(bundle, OpaEngine(bundle, Server(server)))


@pytest.fixture(scope="module")
def embedded(bundle):
    return RegoPolicy(bundle, RegorusEngine(bundle))


def _decided(policy: RegoPolicy, case: Path) -> dict:
    facts = file.read(case)
    decision = decide(
        facts,
        policy.evaluate(facts),
        policy=policy.reference,
        engine=policy.engine,
        mlgate="test",
        request_id="r",
        dry_run=True,
    )
    return decision.model_dump(mode="json", exclude={"engine", "decision_id", "request_id"})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_it_decides_as_the_embedded_engine_does(remote, embedded, case):
    assert _decided(remote, case) == _decided(embedded, case)


def test_it_says_which_engine_answered(remote):
    assert remote.engine.name == "opa"
    assert remote.engine.version[0].isdigit()


@pytest.fixture
def copy(tmp_path):
    """The shipped bundle as a folder of one's own."""
    return Path(shutil.copytree(POLICIES, tmp_path / "policies"))


def _refused(bundle, folder: Path) -> str:
    with serving(folder) as url, pytest.raises(EvaluationError) as refused:
        OpaEngine(bundle, Server(url))
    return refused.value.message.partition(": ")[2]


def test_a_server_on_another_revision_is_refused(bundle, copy):
    manifest = copy / ".manifest"
    manifest.write_text(manifest.read_text().replace(bundle.reference.revision, "1999.1"))
    assert _refused(bundle, copy).startswith("it serves 1999.1, this is ")


def test_a_server_with_other_data_under_the_same_revision_is_refused(bundle, copy):
    data = copy / "config" / "thresholds" / "data.yaml"
    data.write_text(data.read_text().replace("{value: 0.70,", "{value: 0.10,"))
    assert _refused(bundle, copy) == "its data.config is not the data of this bundle"


def test_a_server_with_another_rule_under_the_same_revision_is_refused(bundle, copy):
    rule = copy / "lib" / "measures" / "measures.rego"
    rule.write_text(rule.read_text().replace("value < limit - margin", "value < limit - 1"))
    assert _refused(bundle, copy) == "its lib/measures/measures.rego reads otherwise"


def test_a_server_with_a_module_more_is_refused(bundle, copy):
    (copy / "more.rego").write_text("package mlgate.more\n\nx := 1\n")
    count = len(bundle.modules)
    assert _refused(bundle, copy) == f"it holds {count + 1} modules, {count} of the {count} of this bundle"


def test_a_server_that_changes_its_bundle_in_between_is_noticed_at_the_next_answer(bundle, copy):
    with serving(copy, "--watch") as url:
        policy = RegoPolicy(bundle, OpaEngine(bundle, Server(url)))
        facts = file.read(CASES[0])
        policy.evaluate(facts)
        manifest = copy / ".manifest"
        manifest.write_text(manifest.read_text().replace(bundle.reference.revision, "1999.1"))
        with pytest.raises(EvaluationError, match=r"it serves 1999\.1"):
            _ask_until_it_fails(policy, facts)


def _ask_until_it_fails(policy, facts):
    for _ in range(100):
        policy.evaluate(facts)
        time.sleep(0.1)


def test_a_server_that_is_down_approves_nothing(bundle):
    with pytest.raises(EvaluationError, match="does not answer: ConnectionError"):
        OpaEngine(bundle, Server("http://127.0.0.1:9"))


@contextmanager
def _answering(answer):
    """A server that answers every request the same way."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            answer(self)

        do_POST = do_GET  # noqa: N815 - http.server's name

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()


def _reply(status: int, body: bytes, **headers: str):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def test_a_server_that_is_slow_approves_nothing(bundle):
    with _answering(lambda _: time.sleep(2)) as url, pytest.raises(EvaluationError, match=r"within 0\.2 seconds"):
        OpaEngine(bundle, Server(url, timeout=0.2))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (_reply(200, b"<html>"), "no answer that can be read"),
        (_reply(200, b"[]"), "no answer that can be read"),
        (_reply(200, b"{}"), "PolicyNotFoundError|no answer that can be read"),
        (_reply(200, b'{"result": {}}'), "it serves no bundle"),
        (_reply(401, b'{"code": "unauthorized", "message": "who are you"}'), "no answer that can be read"),
        (_reply(302, b"", Location="http://127.0.0.1:9/"), "does not answer: TooManyRedirects"),
    ],
    ids=["no-json", "no-object", "empty", "without-provenance", "unauthorized", "elsewhere"],
)
def test_an_answer_that_is_not_one_approves_nothing(bundle, answer, told):
    with _answering(answer) as url, pytest.raises(EvaluationError, match=told):
        OpaEngine(bundle, Server(url))


def test_a_rule_without_a_value_is_an_error_not_a_silence(bundle, server):
    engine = OpaEngine(bundle, Server(server))
    with pytest.raises(EvaluationError, match=r"data\.mlgate\.request\.gate has no value"):
        engine.query(b"{}", ["data.mlgate.request.gate"])


def test_a_built_in_that_fails_is_an_error_not_a_silence(bundle, server):
    engine = OpaEngine(bundle, Server(server))
    with pytest.raises(EvaluationError, match="time"):
        engine.query(json.dumps({"now": "nonsense"}).encode(), ["data.mlgate.lib.time.now"])


def _check(server: str) -> subprocess.CompletedProcess[str]:
    configured = {**os.environ, "MLGATE_ENGINE__KIND": "opa", "MLGATE_ENGINE__URL": server}
    command = [sys.executable, "-m", "mlgate", "check", "--facts", str(CASES[0]), "-o", "json"]
    return subprocess.run(command, env=configured, capture_output=True, text=True, check=False)


def test_it_is_a_configuration_choice(server):
    """The same command on another engine; without its server exit 3, one message, and no verdict."""
    answered = json.loads(_check(server).stdout)
    assert (answered["engine"]["name"], answered["verdict"]) == ("opa", "approved")
    gone = _check("http://127.0.0.1:9")
    assert (gone.returncode, gone.stdout) == (3, "")
    assert gone.stderr.startswith("the OPA server at http://127.0.0.1:9 does not answer: ConnectionError\n")
