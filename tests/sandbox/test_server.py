"""Where the sandbox listens, how it starts and stops, and what it remembers."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest

from mlgate.errors import ConfigError, UsageError
from mlgate.sandbox import Sandbox, seed
from mlgate.sandbox.seed import model_version
from tests.sandbox.clients import REGION, client


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "example.com", "", "127.0.0.1.example.com"])
def test_it_listens_on_loopback_only(host):
    with pytest.raises(UsageError, match="loopback only") as caught:
        Sandbox(host)
    assert caught.value.hint == "use 127.0.0.1"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_it_listens_on_loopback(host):
    with Sandbox(host) as running:
        assert client("sts", running.url).get_caller_identity()["Account"] == "111122223333"


def test_a_port_that_is_taken_is_named():
    with Sandbox() as running:
        port = urlsplit(running.url).port
        with pytest.raises(UsageError, match=f"127.0.0.1:{port}") as caught:
            Sandbox(port=port)
        assert "port 0" in caught.value.hint
    with pytest.raises(UsageError):
        Sandbox(port=70000)


def test_many_requests_share_one_connection():
    with Sandbox() as running, closing(http.client.HTTPConnection(urlsplit(running.url).netloc)) as connection:
        for _ in range(3):
            connection.request("GET", "/_sandbox/health")
            assert connection.getresponse().read() == b'{"status": "ok"}'
            first = connection.sock
        assert connection.sock is first is not None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Transfer-Encoding": "chunked"}, 411),
        ({"Content-Length": "-1"}, 411),
        ({"Content-Length": str(10**12)}, 413),
        ({"Content-Length": "0"}, 403),
    ],
)
def test_a_body_of_unknown_or_absurd_size_is_refused_unread(headers, status):
    with Sandbox() as running, closing(http.client.HTTPConnection(urlsplit(running.url).netloc)) as connection:
        connection.putrequest("PUT", "/bucket/key")
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == status


def test_updates_from_many_threads_are_all_kept():
    with Sandbox() as running:
        model_version(running.url, REGION, group="m", version=1)
        shared = client("sagemaker", running.url)
        arn = shared.list_model_packages(ModelPackageGroupName="m")["ModelPackageSummaryList"][0]["ModelPackageArn"]

        def update(number: int) -> None:
            shared.update_model_package(ModelPackageArn=arn, CustomerMetadataProperties={f"k{number}": "v"})

        threads = [threading.Thread(target=update, args=(number,)) for number in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(shared.describe_model_package(ModelPackageName=arn)["CustomerMetadataProperties"]) == 30


def test_the_seed_can_be_sown_again():
    with Sandbox() as running:
        seed(running.url, REGION)
        first = shown(running.url)
        seed(running.url, REGION)
        assert shown(running.url) == first
        assert [arn.split("/", 1)[1] for arn, _ in first] == [
            "credit-risk-scorer/1",
            "credit-risk-scorer/2",
            "fraud-detector/1",
        ]
        assert {status for _, status in first} == {"PendingManualApproval"}


def shown(url: str) -> list[tuple[str, str]]:
    listed = client("sagemaker", url).list_model_packages(ModelPackageType="Versioned")["ModelPackageSummaryList"]
    return sorted((each["ModelPackageArn"], each["ModelApprovalStatus"]) for each in listed)


def test_without_a_state_file_it_forgets():
    with Sandbox() as running:
        seed(running.url, REGION)
    with Sandbox() as running:
        assert shown(running.url) == []


def test_with_a_state_file_it_remembers(tmp_path):
    state = tmp_path / "sandbox.json"
    with Sandbox(state=state) as running:
        seed(running.url, REGION)
        first = shown(running.url)
    with Sandbox(state=state) as running:
        assert shown(running.url) == first
        s3 = client("s3", running.url)
        bucket = f"model-artifacts-111122223333-{REGION}"
        assert s3.get_object(Bucket=bucket, Key="fraud-detector/1/model.tar.gz")["Body"].read()


def test_two_that_share_a_state_file_show_the_same(tmp_path):
    state = tmp_path / "sandbox.json"
    with Sandbox(state=state) as one, Sandbox(state=state) as two:
        seed(one.url, REGION)
        assert shown(two.url) == shown(one.url) != []
        arn = shown(two.url)[0][0]
        client("sagemaker", two.url).update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")
        assert shown(one.url)[0] == (arn, "Approved")


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"schema": "other/1"}', b"\xff"])
def test_a_file_that_is_no_state_is_refused_and_left_alone(tmp_path, content):
    state = tmp_path / "sandbox.json"
    state.write_bytes(content)
    with pytest.raises(ConfigError, match=r"sandbox\.json"):
        Sandbox(state=state)
    assert state.read_bytes() == content


@contextmanager
def process(*arguments):
    """A sandbox as a process of its own; yields it and its URL."""
    command = [sys.executable, "-m", "mlgate.sandbox", *arguments]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert started.stdout is not None
        yield started, started.stdout.readline().strip()
    finally:
        started.kill()
        started.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_process_stops_when_it_is_told_to(tmp_path, number):
    state = tmp_path / "sandbox.json"
    with process("--state", str(state)) as (started, url):
        model_version(url, REGION, group="m", version=1)
        started.send_signal(number)
        assert started.wait(timeout=30) == 0
        assert started.stderr is not None
        assert started.stderr.read() == ""
    assert len(json.loads(state.read_bytes())["packages"]) == 1
    leftovers = {each.name for each in tmp_path.iterdir()}
    assert leftovers == {"sandbox.json", "sandbox.json.lock", "sandbox.json.objects"}


def test_a_process_that_is_killed_leaves_a_whole_state(tmp_path):
    state = tmp_path / "sandbox.json"
    with process("--state", str(state)) as (started, url):
        model_version(url, REGION, group="m", version=3)
        os.kill(started.pid, signal.SIGKILL)
        started.wait(timeout=30)
    with Sandbox(state=state) as running:
        assert len(shown(running.url)) == 3


def test_a_process_that_cannot_start_says_why_in_two_lines():
    ended = subprocess.run(
        [sys.executable, "-m", "mlgate.sandbox", "--host", "0.0.0.0"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.splitlines()[1:] == ["use 127.0.0.1"]
