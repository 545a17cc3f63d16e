"""Bad facts documents: each is told with its place, exits with 2, and decides nothing."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mlgate.shipped import shipped
from tests.policy.small import FILES

GOOD: dict[str, Any] = json.loads((shipped("examples") / "credit-risk" / "T03a.json").read_bytes())
TEXT = json.dumps(GOOD)


def changed(path: str, value: Any) -> bytes:
    """The good facts with one value put elsewhere; ``evidence.fria.0.status`` names the place."""
    document = copy.deepcopy(GOOD)
    *outer, last = (int(part) if part.isdecimal() else part for part in path.split("."))
    inner: Any = document
    for part in outer:
        inner = inner[part]
    inner[last] = value
    return json.dumps(document).encode()


def without(path: str) -> bytes:
    document = copy.deepcopy(GOOD)
    *outer, last = path.split(".")
    inner: Any = document
    for part in outer:
        inner = inner[int(part)] if part.isdecimal() else inner[part]
    del inner[last]
    return json.dumps(document).encode()


NOT_JSON: dict[str, tuple[bytes, str]] = {
    "prose": (b"hello", "facts.json"),
    "nothing": (b"", "facts.json"),
    "only blanks": (b" \n\t ", "facts.json"),
    "cut off": (TEXT[: len(TEXT) // 2].encode(), "facts.json"),
    "something behind": (TEXT.encode() + b" x", "facts.json"),
    "two documents": ((TEXT + "\n" + TEXT).encode(), "facts.json"),
    "a comma too many": (TEXT[:-1].encode() + b",}", "facts.json"),
    "a comment": (b"// facts\n" + TEXT.encode(), "facts.json"),
    "single quotes": (TEXT.replace('"', "'").encode(), "facts.json"),
    "compressed": (b"\x1f\x8b\x08\x00" + bytes(range(256)), "facts.json"),
    "zero bytes": (b"\x00" * 64, "facts.json"),
    "UTF-16": (TEXT.encode("utf-16"), "UTF-8"),
    "invalid UTF-8": (TEXT.replace("Tested", "\udcff").encode("utf-8", "surrogateescape"), "UTF-8"),
    "half a surrogate pair": (TEXT.replace("Tested", "\\ud800").encode(), "facts.json"),
    "NaN": (changed("use_cases.0.models.0.active", float("nan")), "NaN"),
    "Infinity": (changed("subject.visit", float("inf")), "Infinity"),
    "minus Infinity": (changed("subject.visit", float("-inf")), "Infinity"),
    "a number beyond doubles": (changed("subject.visit", 7).replace(b'"visit": 7', b'"visit": 1e999'), "facts.json"),
    "an integer beyond 2^53": (changed("evidence.fairness_report.0.body", {"n": 2**60}), "facts.json"),
    "a name twice": (TEXT.replace('"kind": "model"', '"kind": "model", "kind": "use-case"', 1).encode(), "kind"),
    "a name twice at the top": (TEXT.replace('"now"', '"now": "2020-01-01T00:00:00Z", "now"', 1).encode(), "now"),
    "10 MB": (changed("request.reason", "x" * 10_000_000), "facts.json"),
    "1000 levels deep": (changed("evidence.fairness_report.0.body", {"x": 0}).replace(
        b'{"x": 0}', b'{"x": ' + b"[" * 1000 + b"]" * 1000 + b"}"), "facts.json"),
    "100000 levels deep": (b"[" * 100_000 + b"]" * 100_000, "facts.json"),
    "100000 objects deep": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "facts.json"),
}  # fmt: skip

NOT_FACTS: dict[str, tuple[bytes, str]] = {
    "a list": (b"[]", "facts.json"),
    "a text": (b'"facts"', "facts.json"),
    "a number": (b"1", "facts.json"),
    "null": (b"null", "facts.json"),
    "an empty object": (b"{}", "schema"),
    "another schema": (changed("schema", "facts/2"), "schema"),
    "an unknown field": (changed("approvels", []), "approvels"),
    "an unknown field inside": (changed("subject.tier", "minimal"), "subject.tier"),
    "an unknown field deep inside": (changed("evidence.fairness_report.0.aproved", 1), "evidence.fairness_report"),
    "a missing field": (without("approvals"), "approvals"),
    "a missing field inside": (without("subject.digest"), "subject.digest"),
    "a missing field deep inside": (without("evidence.fairness_report.0.recorded_at"), "recorded_at"),
    "text for an object": (changed("subject", "model/a/1"), "subject"),
    "an object for a list": (changed("approvals", {}), "approvals"),
    "a list for an object": (changed("evidence", []), "evidence"),
    "an object for a list of evidence": (changed("evidence.fairness_report", {}), "evidence.fairness_report"),
    "null for an object": (changed("registry", None), "registry"),
    "text for a number": (changed("subject.visit", "1"), "subject.visit"),
    "a truth for a number": (changed("subject.visit", True), "subject.visit"),
    "a fraction for a whole number": (changed("subject.visit", 1.5), "subject.visit"),
    "a visit before the first": (changed("subject.visit", 0), "subject.visit"),
    "text for a truth": (changed("use_cases.0.models.0.active", "yes"), "active"),
    "an unknown stage": (changed("request.to_stage", "prod"), "request.to_stage"),
    "an unknown kind": (changed("subject.kind", "dataset"), "subject.kind"),
    "an unknown status": (changed("subject.status", "allowed"), "subject.status"),
    "an unknown check": (changed("request.check", "G9"), "request.check"),
    "an unknown grade": (changed("evidence.fairness_report.0.grade", "guessed"), "grade"),
    "an unknown risk": (changed("subject.model_risk", "extreme"), "subject.model_risk"),
    "an unknown registry": (changed("registry.kind", "mlflow"), "registry.kind"),
    "an unknown vote": (changed("approvals.0.decision", "maybe"), "approvals"),
    "a subject that is none": (changed("subject.ref", "model/credit risk/two"), "subject.ref"),
    "a digest that is none": (changed("subject.digest", "sha256:abc"), "subject.digest"),
    "an evidence type that is none": (changed("evidence.Fairness Report", []), "Fairness Report"),
    "a person that is none": (changed("request.requester", ""), "request.requester"),
    "a role that is none": (changed("approvals.0.role", "Model Owner"), "approvals"),
    "a date without zone": (changed("now", "2026-11-12T09:00:00"), "now"),
    "a date without time": (changed("evidence.fairness_report.0.recorded_at", "2026-11-12"), "recorded_at"),
    "a day that does not exist": (changed("now", "2026-02-30T09:00:00Z"), "now"),
    "a date that is prose": (changed("approvals.0.at", "yesterday"), "approvals"),
    "a date that is a number": (changed("now", 1794474000), "now"),
    "a reason without end": (changed("request.reason", "x" * 5000), "request.reason"),
}  # fmt: skip


@pytest.mark.parametrize("name", [*NOT_JSON, *NOT_FACTS])
def test_bad_facts_are_told_with_their_place(mlgate, tmp_path: Path, name):
    data, place = (NOT_JSON | NOT_FACTS)[name]
    (tmp_path / "facts.json").write_bytes(data)
    ran = mlgate("check", "--facts", "facts.json")
    assert (ran.code, ran.out) == (2, ""), ran.err
    *faults, _hint = ran.err.splitlines()
    assert faults, "a hint of one line follows what is wrong"
    assert all(fault.startswith(("facts.json", "…")) for fault in faults), ran.err
    assert any(place in fault for fault in faults), ran.err
    assert "unexpected" not in ran.err
    assert all(len(line) < 400 for line in ran.err.splitlines()), "what was sent is not sent back whole"


def test_every_fault_is_told_at_once(mlgate, tmp_path):
    document = json.loads(changed("subject.visit", "1"))
    document["now"] = "yesterday"
    del document["registry"]
    (tmp_path / "facts.json").write_text(json.dumps(document))
    faults = mlgate("check", "--facts", "facts.json").err
    assert all(place in faults for place in ("subject.visit", "now", "registry"))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.json", "none.json: cannot be read: No such file or directory"),
        (".", ".: cannot be read: Is a directory"),
        ("a\x00b", "not the name of a file"),
        ("x" * 300, "cannot be read: File name too long"),
    ],
)
def test_a_facts_file_that_cannot_be_read_is_told_with_its_name(mlgate, name, message):
    ran = mlgate("check", "--facts", name)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in _places(item, (*path, key)))]


PLACES = [place for place in _places(GOOD) if place]
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
    st.lists(st.integers(), max_size=3), st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(PLACES), junk=JUNK)
@example(place=("subject",), junk={})
def test_whatever_stands_anywhere_it_is_a_verdict_or_a_located_fault(
    mlgate: Callable[..., Any], tmp_path: Path, place: tuple[str | int, ...], junk: Any
):
    """Never a trace, never silence: 0, 1 or 5 with a verdict, or 2 with a fault that names the file."""
    document = copy.deepcopy(GOOD)
    inner: Any = document
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = junk
    (tmp_path / "facts.json").write_text(json.dumps(document))
    for name, text in FILES.items():
        (tmp_path / "policies" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "policies" / name).write_text(text, encoding="utf-8")
    ran = mlgate("check", "--facts", "facts.json", "--bundle", "policies", "-o", "json")
    if ran.code == 2:
        assert (ran.out, ran.err.startswith("facts.json")) == ("", True), ran.err
    else:
        assert ran.code in {0, 1, 5}, ran.err
        assert {0: "approved", 1: "rejected", 5: "pending"}[ran.code] == json.loads(ran.out)["verdict"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200))
def test_whatever_bytes_they_are_they_are_told_apart_from_facts(mlgate: Callable[..., Any], tmp_path: Path, data):
    (tmp_path / "facts.json").write_bytes(data)
    ran = mlgate("check", "--facts", "facts.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("facts.json")
