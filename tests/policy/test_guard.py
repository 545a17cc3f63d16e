"""Each way in which a bundle could turn a decision silently, as a bundle that is refused with file and line."""

from __future__ import annotations

import re

import pytest

from mlgate.errors import BundleError
from mlgate.policy.builtins import FORBIDDEN
from mlgate.policy.bundle import load
from mlgate.policy.regorus import RegorusEngine
from tests.policy.small import CONTROL, GAP, PLAN, other


def lib(body: str) -> dict[str, str]:
    """One more module, whose rules begin at line 3."""
    return {"lib/more/more.rego": f"package mlgate.lib.more\n\n{body}\n"}


def gap(old: str, new: str) -> dict[str, str]:
    """The control with a piece of text put elsewhere."""
    assert old in CONTROL
    return {GAP: CONTROL.replace(old, new)}


MORE = r"lib/more/more\.rego"
DEEP = "[" * 13 + "1" + "]" * 13

REFUSED: dict[str, tuple[dict[str, str | bytes | None], str]] = {
    # data that could replace rules
    "data at the path of a rule": (
        {"mlgate/controls/fairness/gap/data.yaml": "findings: []\n"},
        r"gap\.rego:\d+: the package .* shares the root 'mlgate'",
    ),
    "data above the path of a package": ({"data.yaml": "mlgate: {}\n"}, r"shares the root 'mlgate' with data"),
    "data at the path of a package": (
        {"mlgate/lib/data.json": '{"evidence": 1}'},
        r"shares the root 'mlgate' with data",
    ),
    "a package in the root of data": (
        {"config/x.rego": "package config.x\n\na := 1\n"},
        r"config/x\.rego:1: the package config\.x shares the root",
    ),
    "data outside the declared roots": ({"acme/data.yaml": "a: 1\n"}, r"data: 'acme' lies outside the roots"),
    "data beside a deeper root": (
        {".manifest": '{"revision": "1", "roots": ["mlgate", "config/lifecycle"], "rego_version": 1}'},
        r"data: 'config' lies outside the roots",
    ),
    "a package outside the declared roots": (
        {"acme/a.rego": "package acme.a\n\nb := 1\n"},
        r"acme/a\.rego:1: the package acme\.a lies outside the roots",
    ),
    # functions
    "an unknown function": (
        lib("a := nope(1)"),
        rf"{MORE}:3: nope is neither a function of this bundle nor a built-in",
    ),
    "an unknown function of a known package": (
        lib("import data.mlgate.lib.evidence\n\na := evidence.nope(1)"),
        rf"{MORE}:5: evidence\.nope is not a function",
    ),
    "a call of what is no function": (
        lib("import data.mlgate.lib.evidence\n\na := evidence(1)"),
        rf"{MORE}:5: evidence is not a function",
    ),
    "a call of a rule": (lib("a := b(1)\n\nb := 2"), rf"{MORE}:3: b is not a function of this bundle"),
    "too many arguments": (lib("a := f(1, 2)\n\nf(x) := x"), rf"{MORE}:3: f takes 1 argument, not 2"),
    "too few arguments": (lib("a := f()\n\nf(x) := x"), rf"{MORE}:3: f takes 1 argument, not 0"),
    "too many arguments of a built-in": (lib("a := count([1], 2)"), rf"{MORE}:3: count takes 1 argument, not 2"),
    "definitions with differing arguments": (
        lib("f(x) := x\n\nf(x, y) := x + y"),
        rf"{MORE}:5: mlgate\.lib\.more\.f is defined with differing arguments",
    ),
    "a call through brackets": (
        lib('a := data.mlgate.lib["evidence"]["approved"]("x")'),
        rf"{MORE}:3: a call through brackets",
    ),
    "a forbidden built-in through brackets": (lib('a := http["send"]({})'), rf"{MORE}:3: a call through brackets"),
    "a forbidden built-in with its parenthesis on the next line": (
        lib("a := time.now_ns\n\t()"),
        rf"{MORE}:3: time\.now_ns reads the clock",
    ),
    "a forbidden built-in behind a comment": (
        lib("a := time.now_ns # ours\n\t()"),
        rf"{MORE}:3: time\.now_ns reads the clock",
    ),
    "a forbidden built-in inside a comprehension": (
        lib('a := [x | some y in [1]; x := rand.intn("a", y)]'),
        rf"{MORE}:3: rand\.intn is chance",
    ),
    "a built-in that only OPA has": (lib('a := crypto.sha256("x")'), rf"{MORE}:3: crypto\.sha256 is neither"),
    "a built-in that only the engine has": (lib('a := base64url.encode_pad("x")'), rf"{MORE}:3: .* is neither"),
    "a rule that bears the name of a built-in": (lib("count := 1"), rf"{MORE}:1: 'count' is a name of the language"),
    "a module that hides a built-in": (
        {
            **lib("import data.mlgate.lib.time\n\na := time.clock(1)"),
            "lib/time/time.rego": "package mlgate.lib.time\n\nclock(x) := x\n",
        },
        rf"{MORE}:5: time\.clock is both a built-in and a name of this module",
    ),
    "a second rule on one line": (lib("a := b(1) b(x) := x"), rf"{MORE}:3: b is neither a function"),
    # references
    "a reference to a rule that is not there": (
        lib("a := data.mlgate.lib.evidence.aproved"),
        rf"{MORE}:3: data\.mlgate\.lib\.evidence\.aproved names neither",
    ),
    "a reference to policy data that is not there": (
        lib("a := data.config.thresholds.gapp"),
        rf"{MORE}:3: data\.config\.thresholds\.gapp names neither",
    ),
    "an import that leads nowhere": (
        lib("import data.mlgate.lib.evidnce\n\na := 1"),
        rf"{MORE}:1: the import data\.mlgate\.lib\.evidnce leads nowhere",
    ),
    # recursion and what ends the process
    "a rule that uses itself": (lib("a := a"), rf"{MORE}:3: recursion: mlgate\.lib\.more\.a"),
    "a function that calls itself": (lib("f(x) := f(x)"), rf"{MORE}:3: recursion: mlgate\.lib\.more\.f"),
    "functions that call each other": (lib("f(x) := g(x)\n\ng(x) := f(x)"), rf"{MORE}:3: recursion: .*f, .*g"),
    "recursion through another module": (
        {
            **lib("import data.mlgate.lib.less\n\na := less.b"),
            "lib/less/less.rego": "package mlgate.lib.less\n\nb := data.mlgate.lib.more.a\n",
        },
        r"lib/less/less\.rego:3: recursion",
    ),
    "recursion through a whole package": (lib("a := count(data.mlgate.lib.more)"), rf"{MORE}:3: recursion"),
    "recursion through all of data": (lib("a := [x | some x in data]"), r"recursion"),
    "a chain of 300 rules": (
        lib("\n".join(f"a{n} := a{n + 1}" for n in range(300)) + "\n\na300 := 1"),
        rf"{MORE}:3: a chain of more than 256",
    ),
    "literals nested past twelve levels": (lib(f"a := {DEEP}"), rf"{MORE}:3: nested deeper than 12 levels"),
    "objects nested past twelve levels": (
        lib("a := " + '{"a": ' * 13 + "1" + "}" * 13),
        rf"{MORE}:3: nested deeper than 12 levels",
    ),
    "thirty levels, which the parser would never finish": (
        lib("a := " + "[" * 30 + "]" * 30),
        rf"{MORE}:3: nested deeper than 12 levels",
    ),
    "9000 levels, which would end the process": (
        lib("a := " + "[\n" * 1800 + "]" * 900),
        rf"{MORE}:15: nested deeper than 12 levels",
    ),
    "a line too long": (lib('a := "' + "x" * 2000 + '"'), rf"{MORE}:3: the line is longer than 1000 characters"),
    "a file without end": (lib("\n".join(f"a{n} := {n}" for n in range(2001))), rf"{MORE}:2001: the file goes on past"),
    # text
    "a file that is not UTF-8": (
        {"lib/more/more.rego": b'package mlgate.lib.more\n\na := "\xff"\n'},
        rf"{MORE}: is not UTF-8",
    ),
    "a byte-order mark": (
        {"lib/more/more.rego": "\ufeffpackage mlgate.lib.more\n\na := 1\n"},
        rf"{MORE}:1: the line holds",
    ),
    "Windows line ends": (
        {"lib/more/more.rego": "package mlgate.lib.more\r\n\r\na := 1\r\n"},
        rf"{MORE}:1: the line ends as Windows",
    ),
    "a line end that only some see": (lib("a := 1 # \u2028b := 2"), rf"{MORE}:3: the line holds"),
    "no package": ({"lib/more/more.rego": "# nothing\n"}, rf"{MORE}:1: there is no package"),
    "a rule before the package": (
        {"lib/more/more.rego": "  a := 1\n"},
        rf"{MORE}:1: a rule starts at the first column",
    ),
    "a continuation at the first column": (lib("a :=\nb\n\nb := 1"), rf"{MORE}:4: what continues a rule is indented"),
    "a bracket that closes nothing": (lib("a := 1]"), rf"{MORE}:3: \] closes nothing"),
    "an import of the facts": (
        lib("import input.subject\n\na := 1"),
        rf"{MORE}:3: only data and rego\.v1 are imported",
    ),
    "an import by brackets": (
        lib('import data.mlgate["lib"]\n\na := 1'),
        rf"{MORE}:3: import is followed by one dotted path",
    ),
    # manifest and data files
    "no manifest": ({".manifest": None}, r"\.manifest: is missing"),
    "a manifest that is not JSON": ({".manifest": "revision: 1\n"}, r"\.manifest:1: is not JSON"),
    "a manifest without revision": (
        {".manifest": '{"roots": ["mlgate", "config"], "rego_version": 1}'},
        r"\.manifest: revision: ",
    ),
    "a manifest of Rego v0": (
        {".manifest": '{"revision": "1", "roots": ["mlgate", "config"], "rego_version": 0}'},
        r"rego_version is 0; mlgate evaluates Rego v1",
    ),
    "data with a key twice": (
        {"config/thresholds/data.yaml": "gap: 0.1\ngap: 0.2\n"},
        r"thresholds/data\.yaml:2: the key 'gap' stands here twice",
    ),
    "JSON data with a key twice": (
        {"config/more/data.json": '{"a": 1, "a": 2}'},
        r"more/data\.json: .*'a' stands in one object twice",
    ),
    "two data files on one place": (
        {"config/data.yaml": "thresholds: {gap: 0.2}\n"},
        r"'gap' is said in another data file too",
    ),
    "data that is no mapping": ({"data.yaml": "- 1\n"}, r"data\.yaml: policy data is a mapping"),
    "data that is not YAML": ({"config/more/data.yaml": "a: [1\n"}, r"config/more/data\.yaml:\d: is not YAML"),
    "a date in data": (
        {"config/more/data.yaml": "a: 2027-12-02\n"},
        r"config/more/data\.yaml:1: '2027-12-02' can be read as a date",
    ),
    "a yes in data": (
        {"config/more/data.yaml": "\na: yes\n"},
        r"config/more/data\.yaml:2: 'yes' can be read as a truth value",
    ),
    "an octal in data": ({"config/more/data.yaml": "a: 010\n"}, r"'010' can be read as a number"),
    "NaN in data": ({"config/more/data.yaml": "a: .nan\n"}, r"'\.nan' can be read as a number"),
    "an anchor used twice": (
        {"config/more/data.yaml": "a: &x {b: 1}\nc: *x\n"},
        r"more/data\.yaml:\d: an anchor used twice",
    ),
    "a number for a key": ({"config/more/data.yaml": "1: a\n"}, r"the key '1' is not a text"),
    # METADATA
    "no METADATA": (gap("# METADATA", "# Notes"), r"gap\.rego:\d+: a control without METADATA"),
    "METADATA of something else than the package": (
        gap("# METADATA", "# METADATA\n\nx := 1\n"),
        r"gap\.rego:\d+: a control without METADATA",
    ),
    "METADATA that is not YAML": (gap("# title: Every", "# title: [Every"), r"gap\.rego:\d+: is not YAML"),
    "METADATA without remediation": (
        gap("#   remediation: Mitigate and test again.\n", ""),
        r"gap\.rego:5: METADATA custom\.remediation: is missing",
    ),
    "an unknown word in METADATA": (
        gap("#   core: true", "#   core: true\n#   severity: deny"),
        r"gap\.rego:15: METADATA custom\.severity: is not a word",
    ),
    "an unknown effect": (
        gap('{effect: deny, message: "no', '{effect: block, message: "no'),
        r"gap\.rego:18: METADATA custom\.codes\.evidence_missing\.effect",
    ),
    "an unknown tier": (
        gap("tiers: [high, limited]", "tiers: [high, medium]"),
        r"gap\.rego:8: METADATA custom\.tiers\.1",
    ),
    "an unknown gate": (gap("gates: [G3, G4]", "gates: [G3, G9]"), r"gap\.rego:9: METADATA custom\.gates\.1"),
    "a date that does not exist": (gap('"2026-01-01"', '"2026-02-30"'), r"gap\.rego:11: METADATA custom\.policy_from"),
    "a text for a truth value": (gap("core: true", 'core: "true"'), r"gap\.rego:14: METADATA custom\.core"),
    "a control id that is none": (
        gap("control: FAIR-001", "control: fairness"),
        r"gap\.rego:6: METADATA custom\.control",
    ),
    "no tier at all": (gap("tiers: [high, limited]", "tiers: []"), r"METADATA custom\.tiers"),
    "no codes": (
        gap(CONTROL[CONTROL.index("#   codes:") : CONTROL.index("package mlgate")], "#   codes: {}\n"),
        r"METADATA custom\.codes",
    ),
    "an action at a gate that is not the control's": (
        gap("#   core:", "#   on_deny: {MON: demote}\n#   core:"),
        r"METADATA custom\.on_deny: MON is not among",
    ),
    "a message that reaches into a value": (
        gap("{limit}", "{limit.__class__}"),
        r"METADATA custom\.codes\.gap_over_limit\.message: .*not a plain name",
    ),
    "a message that indexes": (gap("{limit}", "{limit[0]}"), r"message: .*not a plain name"),
    "a message with a conversion": (gap("{limit}", "{limit!r}"), r"message: .*not a plain name"),
    "a message with a nested format": (gap("{gap:.4f}", "{gap:{limit}}"), r"message: .*format that is not allowed"),
    "a message of a million blanks": (gap("{gap:.4f}", "{gap:>1000000}"), r"message: .*format that is not allowed"),
    "an effect that does not cover every tier": (
        gap("{tiers: [limited], effect: warn}, {effect: deny}", "{tiers: [limited], effect: warn}"),
        r"codes\.gap_over_limit: no effect for tier high at gate G3",
    ),
    "a code that METADATA does not declare": (
        {"controls/other/o1/o1.rego": other(1, code="worse")},
        r"o1\.rego:\d+: the code 'worse' is not declared in the METADATA of OTH-001 \(bad\)",
    ),
    "a code of a shared function that METADATA does not declare": (
        {
            GAP: CONTROL + "\nfindings contains fault if some fault in data.mlgate.lib.more.faults(1)\n",
            **lib('faults(x) := _all if x\n\n_all := [{"code": "stale", "scope": "", "args": {}}]'),
        },
        rf"{MORE}:5: the code 'stale' is not declared in the METADATA of FAIR-001",
    ),
    "two controls with one id": (
        {"controls/fairness/twin/twin.rego": CONTROL.replace("fairness.gap", "fairness.twin")},
        r"FAIR-001 is also controls/fairness/gap/gap\.rego",
    ),
    "two modules with one control package": (
        {"controls/fairness/twin/twin.rego": CONTROL.replace("FAIR-001", "FAIR-002")},
        r"findings is also controls/fairness/gap/gap\.rego",
    ),
    "a control without findings": (
        gap("findings contains", "faults contains"),
        r"gap\.rego:\d+: a control without a rule 'findings'",
    ),
    "a control outside the controls": (
        {"rules/gap.rego": CONTROL.replace("mlgate.controls.fairness.gap", "mlgate.rules.gap")},
        r"rules/gap\.rego:\d+: a control outside the package mlgate\.controls",
    ),
    # nothing to ask
    "no controls": ({GAP: None}, r"the bundle has no controls"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(folder, name):
    changes, message = REFUSED[name]
    with pytest.raises(BundleError) as caught:
        load(folder(changes))
    told = str(caught.value)
    assert re.search(message, told), told
    assert caught.value.hint
    assert caught.value.exit_code == 2
    assert all(len(line) < 400 for line in told.splitlines())


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_reaches_out_of_the_facts_is_refused_by_name(folder, name):
    with pytest.raises(BundleError, match=rf"{MORE}:3: {re.escape(name)} {re.escape(FORBIDDEN[name])}"):
        load(folder(lib(f"a := {name}({{}})")))


AT_PARSING: dict[str, tuple[dict[str, str], str]] = {
    "a syntax error": (lib("a := [1, 2"), rf"^{MORE}:\d+: expecting"),
    "Rego v0": (lib("deny[x] { x := 1 }"), rf"^{MORE}:3: `if` keyword is required"),
    "an unsafe variable": (lib("a if x > 1"), rf"^{MORE}:3: .*x.* is unsafe"),
    "a string that does not end": (lib('a := "abc'), rf"^{MORE}:3: "),
}


@pytest.mark.parametrize("name", AT_PARSING)
def test_refused_by_the_engine_when_it_is_loaded(folder, name):
    changes, message = AT_PARSING[name]
    with pytest.raises(BundleError) as caught:
        RegorusEngine(load(folder(changes)))
    told = str(caught.value)
    assert re.search(message, told), told
    assert "\n" not in told
    assert "backtrace" not in told.lower()


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BundleError, match="there is no policy bundle here"):
        load(tmp_path / "nothing")


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(BundleError, match=r"\.manifest: is missing"):
        load(tmp_path)


def test_a_bundle_without_modules_is_refused(tmp_path):
    (tmp_path / ".manifest").write_text('{"revision": "1", "roots": [], "rego_version": 1}')
    with pytest.raises(BundleError, match="the bundle has no Rego modules"):
        load(tmp_path)


def test_all_faults_are_told_at_once(folder):
    with pytest.raises(BundleError) as caught:
        load(folder({**lib("a := nope(1)\n\nb := http.send({})"), "acme/data.yaml": "a: 1\n"}))
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize(
    "rule",
    [
        'a := {"text": "time.now_ns() [[[[[[[[[[[[[[[["}',
        "a := `http.send({}) ((((((((((((((((`",
        "a := 1 # http.send({}) [[[[[[[[[[[[[[[[[[[[",
        "a contains x if some x in [1, 2]",
        "a if {\n\tnot b(1)\n\tx := (1 + 2) * 3\n\tx in {9}\n}\n\nb(x) if x == 2",
        "a := f(\n\t1,\n\t[2, 3],\n)\n\nf(x, y) := [z | some z in y; z > x]",
        "default a := false\n\na if {\n\tevery x in [1] {\n\t\tx > 0\n\t}\n}",
        "a := x if x := 1\n\nelse := 2",
        "a[x] := y if {\n\tsome x in [1]\n\ty := data.config.thresholds[x]\n}",
        "default f(_) := 0\n\nf(x) := 1 if x > 0\n\na := f(1)",
        'a := contains("abc", "b")',
        'a := [{"code": "of nobody", "scope": "", "args": {}}]',
        'a := data.mlgate.lib.evidence.approved("report")',
    ],
)
def test_what_is_sound_is_not_refused(bundle, rule):
    RegorusEngine(bundle(lib(rule)))


def test_a_plan_may_be_split_over_packages(bundle):
    assert bundle(
        {
            "request/plan.rego": PLAN.replace("3600", "_hour") + "\n_hour := data.mlgate.lib.more.hour\n",
            **lib("hour := 3600"),
        }
    )
