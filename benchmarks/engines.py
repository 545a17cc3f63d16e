"""All controls on the largest example, three evaluators in one run: this process, an OPA server, `opa eval`.

Each is asked the same: the plan and every control of the bundle, on the same facts. The server is asked twice: rule by
rule over HTTP, as `mlgate` asks it where `[engine] kind = "opa"`, and all at once in one query, which is the least that
HTTP can cost but fails into silence. `opa eval` starts, loads the bundle and answers once. All take turns; what is
compared are medians. Needs ``opa`` on PATH.
"""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from mlgate.facts.file import read
from mlgate.policy import archive, files
from mlgate.policy.bundle import load
from mlgate.policy.opa import OpaEngine, Server
from mlgate.policy.rego import PLAN
from mlgate.policy.regorus import RegorusEngine
from mlgate.shipped import shipped

ROUNDS, WARM_UP = 30, 3


@dataclass(frozen=True)
class Evaluator:
    """One way to ask: median seconds for all rules on the largest example."""

    what: str
    seconds: float


def largest() -> Path:
    """The facts file of the examples that is the longest."""
    cases = (path for path in shipped("examples").glob("*/*.json") if "." not in path.stem)
    return max(cases, key=lambda path: path.stat().st_size)


def measure(opa: str, rounds: int = ROUNDS) -> tuple[int, list[Evaluator]]:
    """How many rules were asked, and what each evaluator took."""
    bundle = load(shipped("policies"))
    facts = read(largest()).canonical
    document = b'{"denies":[],' + facts[1:]
    paths = [PLAN, *(control.path for control in bundle.catalogue.controls.values())]
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder) / "bundle.tar.gz"
        texts = files.read(shipped("policies")).texts
        packed.write_bytes(archive.write({name: text.encode() for name, text in texts.items()}))
        given = Path(folder) / "facts.json"
        given.write_bytes(document)
        with serving(opa, packed) as url:
            embedded, remote = RegorusEngine(bundle), OpaEngine(bundle, Server(url, timeout=60))
            ways: dict[str, Callable[[], object]] = {
                "regorus, in this process": lambda: (embedded.query(b"{}", ()), embedded.query(document, paths)),
                "OPA's server, one query for all": one_query(url, document, paths),
                "OPA's server, rule by rule": lambda: remote.query(document, paths),
                "opa eval, a process": lambda: once(opa, packed, given, paths),
            }
            times: dict[str, list[float]] = {what: [] for what in ways}
            for _ in range(WARM_UP + rounds):
                for what, ask in ways.items():
                    start = time.perf_counter()
                    ask()
                    times[what].append(time.perf_counter() - start)
    return len(paths), [Evaluator(what, statistics.median(taken[WARM_UP:])) for what, taken in times.items()]


def one_query(url: str, document: bytes, paths: list[str]) -> Callable[[], bytes]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    query = json.dumps({"query": f"[{', '.join(paths)}] = answer"})[:-1].encode()
    body = query + b', "input": ' + document + b"}"

    def ask() -> bytes:
        connection.request("POST", "/v1/query", body, {"Content-Type": "application/json"})
        return connection.getresponse().read()

    return ask


def once(opa: str, bundle: Path, facts: Path, paths: list[str]) -> None:
    query = f"[{', '.join(paths)}]"
    command = [opa, "eval", "--bundle", str(bundle), "--input", str(facts), "--format", "json", query]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def serving(opa: str, bundle: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ["run", "--server", "--addr", f"127.0.0.1:{port}", "--disable-telemetry", "--log-level", "error"]
    process = subprocess.Popen([opa, *arguments, "--bundle", str(bundle)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        time.sleep(1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def main() -> int:
    opa = shutil.which("opa")
    if opa is None:
        print("opa is not on PATH")
        return 2
    rules, found = measure(opa)
    print(f"{rules} rules on {largest().name}")
    for one in found:
        print(f"{one.what:<34}{one.seconds * 1000:>9.2f} ms{one.seconds / found[0].seconds:>8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
