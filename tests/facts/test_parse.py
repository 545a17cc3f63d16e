"""Bytes become facts, or one error with every fault and its place; nothing in between."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlgate.canonical import canonical, digest_bytes
from mlgate.errors import InputError
from mlgate.facts import strict
from mlgate.facts.file import read
from mlgate.facts.parse import document as parse_document
from mlgate.facts.parse import parse
from tests.policy.small import document, item

REPORT = item({"gaps": {"a": 0.1}})
GOOD = document(evidence={"fairness_report": [REPORT]})


def changed(path: str, value: Any) -> bytes:
    """The good facts with one value put elsewhere; ``subject.visit`` names the place."""
    whole = copy.deepcopy(GOOD)
    *outer, last = (int(part) if part.isdecimal() else part for part in path.split("."))
    inner: Any = whole
    for part in outer:
        inner = inner[part]
    inner[last] = value
    return json.dumps(whole).encode()


def faults(data: bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse(data, "f.json")
    assert caught.value.hint
    return [str(fault) for fault in caught.value.faults]


def test_good_facts_come_back_canonical():
    found = parse(json.dumps(GOOD, indent=1).encode(), "f.json")
    assert found.canonical == canonical(GOOD)
    assert found.digest == digest_bytes(found.canonical)
    assert found.document.subject.ref == "model/scorer/2"
    assert parse(found.canonical, "again") == found


def test_what_the_model_fills_in_is_part_of_the_facts():
    short = {key: value for key, value in REPORT.items() if key != "version"}
    found = parse(json.dumps(document(evidence={"fairness_report": [short]})).encode(), "f.json")
    assert found.canonical == canonical(GOOD)


def test_order_and_white_space_change_nothing():
    shuffled = json.dumps(dict(reversed(GOOD.items())), indent=3).encode()
    assert parse(shuffled, "f.json").digest == parse(json.dumps(GOOD).encode(), "f.json").digest


FIRST, PLACE = "evidence.fairness_report.0", "evidence.fairness_report[0]"
STAGES = "is not one of poc, development, qa, pre_production, production, retired"
STATUSES = "is not one of draft, in_review, approved, superseded, withdrawn"


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("subject.visit", "1", "subject.visit: '1' is not a whole number"),
        ("subject.visit", 0, "subject.visit: 0 should be greater than or equal to 1"),
        ("subject.stage", "prod", f"subject.stage: 'prod' {STAGES}"),
        ("subject.stage", "preproduction", f"subject.stage: 'preproduction' {STAGES}; did you mean 'pre_production'?"),
        (f"{FIRST}.status", "aproved", f"{PLACE}.status: 'aproved' {STATUSES}; did you mean 'approved'?"),
        (f"{FIRST}.aproved_by", [], f"{PLACE}.aproved_by: is not a field here; did you mean 'approved_by'?"),
        ("evidence.fairness_report", {}, "evidence.fairness_report: an object is not a list"),
        ("evidence.Fairness Report", [], "evidence.\"Fairness Report\": 'Fairness Report' is not a name in lower case"),
        ("approvels", [], "approvels: is not a field here; did you mean 'approvals'?"),
        ("subject.tier", "minimal", "subject.tier: is not a field here"),
        ("schema", "facts/2", "schema: 'facts/2' is not one of facts/1; did you mean 'facts/1'?"),
        ("now", "2026-11-12T09:00:00", "now: '2026-11-12T09:00:00' is not a date and time with seconds and a zone"),
        (
            "now",
            "2026-02-30T09:00:00Z",
            "now: '2026-02-30T09:00:00Z' is not a date and time that exists: day is out of",
        ),
        ("request.requester", "a b", "request.requester: 'a b' is not the id of a person"),
        ("subject.digest", "sha256:abc", "subject.digest: 'sha256:abc' is not a digest, sha256: and 64 hex digits"),
        ("subject.ref", "scorer", "subject.ref: 'scorer' is neither use-case/<id> nor model/<group>/<version>"),
        ("registry", None, "registry: null is not an object"),
        ("registry", [], "registry: a list is not an object"),
        ("subject.kind", "use-case", "subject.kind: is use-case, which model/scorer/2 is not"),
        ("request.to_stage", None, "request: asks either for a stage (to_stage) or for a check, exactly one of them"),
        ("request.check", "MON", "request: asks either for a stage (to_stage) or for a check, exactly one of them"),
    ],
)
def test_a_fault_is_told_with_its_place_and_what_to_write_instead(path, value, told):
    (found,) = faults(changed(path, value))
    assert found.startswith(f"f.json: {told}")


def test_all_faults_are_told_at_once():
    whole = copy.deepcopy(GOOD)
    del whole["registry"], whole["subject"]["digest"]
    whole["now"] = "today"
    told = faults(json.dumps(whole).encode())
    assert [one.split(": ")[1] for one in told] == ["now", "subject.digest", "registry"]


def test_documents_come_newest_first():
    older = item({"gaps": {}}, recorded_at="2026-10-01T09:00:00Z")
    assert parse(json.dumps(document(evidence={"x": [REPORT, older]})).encode(), "f.json")
    assert faults(json.dumps(document(evidence={"x": [older, REPORT]})).encode()) == [
        "f.json: evidence.x[1].recorded_at: is later than that of the one before; the newest comes first"
    ]


TEXT = json.dumps(GOOD)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "f.json:1:1: is not JSON: expecting value"),
        (b'{"a": 1,}', "f.json:1:9: is not JSON: expecting property name enclosed in double quotes"),
        (b"\xef\xbb\xbf{}", "f.json: begins with a byte-order mark"),
        (b'{"a":\n "\xff"}', "f.json:2: is not UTF-8: byte 9 is 0xff"),
        (TEXT.encode("utf-16"), "f.json:1: is not UTF-8: byte 1 is 0xff"),
        (b'{"a": {"b": 1, "b": 2}}', "f.json: a.b: stands in the same object twice"),
        (b'{"a": [0, NaN]}', "f.json: a[1]: is NaN, which is no JSON number"),
        (b'{"a": -Infinity}', "f.json: a: is -Infinity, which is no JSON number"),
        (b'{"a": 1e999}', "f.json: a: is a number beyond what a document can carry exactly"),
        (b'{"a": 9007199254740992}', "f.json: a: is a number beyond 2^53"),
        (b'{"a": -9007199254740993}', "f.json: a: is a number beyond 2^53"),
        (b'{"a": 9007199254740993.0}', "f.json: a: is a number beyond what a document can carry exactly"),
        (b'{"a": ' + b"9" * 5000 + b"}", "f.json: holds a number with thousands of digits"),
        (b'{"a": "\\ud800"}', "f.json: a: is not Unicode text"),
        (b'{"\\ud800": 1}', "f.json: has a key that is not Unicode text"),
        (b"[" * 100_000 + b"]" * 100_000, "f.json:1: is nested deeper than 64 levels"),
        (b'\n{"a":' * 100_000 + b"1" + b"}" * 100_000, "f.json:66: is nested deeper than 64 levels"),
        (b"[" * 100_000, "f.json:1: is nested deeper than 64 levels"),
        (b'{"a": "' + b"x" * (5 << 20) + b'"}', "f.json: is 5.0 MiB; at most 4 MiB are read"),
        (b"null", "f.json: null is not an object"),
        (b"[]", "f.json: a list is not an object"),
    ],
)
def test_what_is_not_strict_json_is_told_with_its_place(data, told):
    assert faults(data)[0].startswith(told)


def test_brackets_inside_texts_are_no_depth():
    reason = "[[{{" * 200 + '\\"'
    assert parse(changed("request.reason", reason), "f.json").document.request.reason == reason


@pytest.mark.parametrize("depth", [64, 65])
def test_the_depth_limit_is_exact(depth):
    data = b"[" * depth + b"]" * depth
    if depth > strict.DEEPEST:
        with pytest.raises(InputError, match="nested deeper"):
            strict.read(data, "f.json", len(data))
    else:
        strict.read(data, "f.json", len(data))


def test_a_fault_does_not_send_back_what_was_sent():
    assert all(len(one) < 300 for one in faults(changed("subject.stage", "x" * 100_000)))
    assert all(len(one) < 300 for one in faults(changed("x" * 100_000, 1)))


def test_a_thousand_faults_are_told_in_part():
    votes = [{"role": "Model Owner"}] * 1000
    told = faults(changed("approvals", votes))
    assert len(told) == 51
    assert told[-1].startswith("f.json: … and ")


def test_a_body_is_one_object_of_a_mebibyte_at_most():
    assert parse_document(b'{"a": 1}', "d.json") == {"a": 1}
    for data in (b"[]", b"1", b'{"a": 1, "a": 1}', b'{"a": "' + b"x" * (1 << 20) + b'"}'):
        with pytest.raises(InputError, match=r"^d\.json"):
            parse_document(data, "d.json")


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "facts.json").write_text(TEXT)
    assert read(tmp_path / "facts.json").document.subject.visit == 1
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read(path)


def _outcome(action: Callable[[], Any]) -> tuple[Any, list[str]]:
    """What an action gives, or the places of the faults it was refused for."""
    try:
        return action(), []
    except InputError as error:
        return None, [fault.where for fault in error.faults]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read_as_it_is_or_refused_with_a_place(value):
    data = json.dumps(value).encode()
    found, places = _outcome(lambda: strict.read(data, "f.json", 1 << 20))
    assert all(place.startswith("f.json") for place in places)
    assert places or json.loads(canonical(found)) == json.loads(canonical(value))


@given(st.binary(max_size=64))
def test_any_bytes_are_read_or_refused_with_a_place(data):
    _, places = _outcome(lambda: strict.read(data, "f.json", 1 << 20))
    assert all(place.startswith("f.json") for place in places)


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


@settings(max_examples=200)
@given(st.sampled_from(_places(GOOD)[1:]), JSON)
def test_facts_with_anything_anywhere_are_facts_or_an_error(place, junk):
    whole = copy.deepcopy(GOOD)
    inner: Any = whole
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = junk
    found, places = _outcome(lambda: parse(json.dumps(whole).encode(), "f.json"))
    assert all(place.startswith("f.json") for place in places)
    assert places or parse(found.canonical, "again").digest == found.digest
