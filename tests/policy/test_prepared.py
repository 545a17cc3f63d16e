"""A bundle kept for the next process is the bundle that the checks let through, and none other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mlgate.errors import BundleError
from mlgate.policy import bundle as bundles
from mlgate.policy.prepared import STORE, load
from mlgate.shipped import shipped
from tests.policy.small import GAP

SHIPPED = shipped("policies")


@pytest.fixture(autouse=True)
def _may_write(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)  # the machine that runs the tests may forbid it


@pytest.fixture
def store(tmp_path):
    return tmp_path / "kept.json"


def _is_same(one, other):
    assert one.document == other.document
    assert one.catalogue.controls == other.catalogue.controls


def test_what_was_kept_is_what_the_checks_let_through(store):
    first = load(SHIPPED, store)
    assert store.exists()
    again = load(SHIPPED, store)
    _is_same(first, again)
    _is_same(again, bundles.load(SHIPPED))


def test_what_was_kept_is_read_without_yaml_and_guards(store):
    load(SHIPPED, store)
    script = (
        "import sys\nfrom pathlib import Path\nfrom mlgate.policy.prepared import load\n"
        "load(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "print({'yaml', 'mlgate.policy.guard', 'mlgate.policy.metadata'} & set(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, SHIPPED, store], capture_output=True, text=True, check=True, env=_environment()
    )
    assert ran.stdout == "set()\n"


def test_it_lies_where_python_keeps_what_it_compiled():
    assert STORE.parent.name == "__pycache__"


def test_a_file_that_changed_is_checked_again(folder, store):
    load(folder(), store)
    path = folder({GAP: "package mlgate.controls.fairness.gap\n\nnow := time.now_ns()\n"})
    with pytest.raises(BundleError, match="reads the clock"):
        load(path, store)


def test_data_that_changed_is_read_again(folder, store):
    load(folder(), store)
    changed = load(folder({"config/thresholds/data.yaml": "gap: 0.2\n"}), store)
    assert changed.data["config"]["thresholds"] == {"gap": 0.2}


def test_what_was_kept_for_other_files_or_other_code_is_not_used(folder, store):
    load(folder(), store)
    kept = json.loads(store.read_bytes())
    other = {**kept, "key": "0" * 64, "data": {"config": {}}}
    store.write_text(json.dumps(other))
    _is_same(load(folder(), store), bundles.load(folder()))
    assert json.loads(store.read_bytes()) == kept


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"key": "x"}', "\x00"])
def test_what_is_no_use_is_as_if_it_were_not_there(folder, store, text):
    store.write_text(text)
    _is_same(load(folder(), store), bundles.load(folder()))
    assert json.loads(store.read_bytes())["controls"]


@pytest.mark.parametrize("controls", [7, ["x"], [{}], {"a": 1}, [[[]]], [{"codes": []}]])
def test_what_holds_other_things_is_as_if_it_were_not_there(folder, store, controls):
    load(folder(), store)
    kept = json.loads(store.read_bytes())
    store.write_text(json.dumps({**kept, "controls": controls}))
    _is_same(load(folder(), store), bundles.load(folder()))


@pytest.mark.parametrize("part", ["manifest", "data", "controls"])
def test_what_lacks_a_part_is_as_if_it_were_not_there(folder, store, part):
    load(folder(), store)
    kept = json.loads(store.read_bytes())
    del kept[part]
    store.write_text(json.dumps(kept))
    _is_same(load(folder(), store), bundles.load(folder()))


def test_a_bundle_that_is_refused_is_not_kept(folder, store):
    with pytest.raises(BundleError):
        load(folder({GAP: None}), store)
    assert not store.exists()


def test_where_nothing_may_be_written_the_bundle_is_read_as_ever(folder, tmp_path, monkeypatch):
    _is_same(load(folder(), tmp_path / "nowhere" / "kept.json"), bundles.load(folder()))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    load(folder(), tmp_path / "kept.json")
    assert not (tmp_path / "kept.json").exists()


def _environment():
    return {**os.environ, "PYTHONPATH": str(Path(bundles.__file__).parents[2])}
