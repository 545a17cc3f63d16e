"""What keeps a bundle out when it is loaded: the guards' findings, all of them, each under a rule of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from mlgate.errors import BundleError, Fault
from mlgate.policy import declaration, guard, metadata
from mlgate.policy.admission import Manifest
from mlgate.policy.builtins import FORBIDDEN
from mlgate.policy.bundle import Bundle
from mlgate.policy.catalogue import Catalogue
from mlgate.policy.files import MANIFEST
from mlgate.policy.lint.reading import Reading
from mlgate.policy.lint.rule import Example, Finding, Level, Rule, in_control, inside
from mlgate.policy.regorus import RegorusEngine
from mlgate.policy.source import Source

_LIB = "lib/limits/limits.rego"
_THRESHOLDS = "config/thresholds/data.yaml"

UNREADABLE = Rule(
    "file-unreadable",
    Level.ERROR,
    "A file of the bundle cannot be read.",
    "What is not read is not in the decision; the loader refuses the bundle.",
    "Save it as UTF-8, smaller than a megabyte.",
    (Example(_LIB, "# caf\udce9\n"),),
    (Example(_LIB, "# café\n"),),
)
NOTATION = Rule(
    "data-notation",
    Level.ERROR,
    "Policy data that two readers could take for different things.",
    "OPA and the engine would decide with different data.",
    "Write YAML as far as JSON goes: no key twice, no anchors, dates and words such as yes in quotes.",
    (Example(_THRESHOLDS, "  score.open: yes\n"),),
    (Example(_THRESHOLDS, '  score.open: "yes"\n'),),
)
MANIFEST_WRONG = Rule(
    "manifest",
    Level.ERROR,
    "The manifest is missing or wrong.",
    "Without revision and roots nobody can say which bundle decided.",
    "Give .manifest a revision, the roots that modules and data lie in, and rego_version 1.",
    (Example(MANIFEST, '{"revision": "", "roots": ["mlgate", "config"], "rego_version": 1}\n'),),
    (Example(MANIFEST, '{"revision": "2026.11.1", "roots": ["mlgate", "config"], "rego_version": 1}\n'),),
)
FORM = Rule(
    "module-form",
    Level.ERROR,
    "A module is not in the form that can be checked before it is parsed.",
    "The parser needs exponential time for nested literals, and what cannot be checked is not loaded.",
    "Let opa fmt write it: rules at the first column, what continues them indented; nest no deeper than 12.",
    in_control("\n_limit := [[[[[[[[[[[[[3]]]]]]]]]]]]]\n"),
    in_control("\n_limit := 3\n"),
)
OUTSIDE = Rule(
    "data-beside-rules",
    Level.ERROR,
    "Data or a module lies where it could replace rules, or outside the roots of the manifest.",
    "Data at the path of a rule replaces it in the embedded engine without a word.",
    "Keep data under config and modules under mlgate, both named in the manifest's roots.",
    (Example("mlgate/data.yaml", "controls: {}\n"),),
    (Example("config/extra/data.yaml", "{}\n"),),
)
LANGUAGE = Rule(
    "name-of-language",
    Level.ERROR,
    "A rule bears the name of a built-in function.",
    "Whoever reads it, or calls the built-in, gets the other one.",
    "Choose another name.",
    in_control("\ncount(items) := 3 if items\n"),
    in_control("\n_counted(items) := 3 if items\n"),
)
FORBIDDEN_BUILTIN = Rule(
    "forbidden-builtin",
    Level.ERROR,
    "A call that reaches for clock, network, chance or environment.",
    "The same facts would no longer give the same decision.",
    "Ask the facts: time is input.now.",
    in_control("\n_now := time.now_ns()\n"),
    in_control("\n_now := time.parse_rfc3339_ns(input.now)\n"),
)
UNSHARED = Rule(
    "unshared-function",
    Level.ERROR,
    "A call of something that is neither a function of the bundle nor a built-in of both engines.",
    "Where the engine lacks it, evaluation fails, or the rule is silently undefined.",
    "Use the built-ins that OPA and the embedded engine share.",
    in_control("\n_hash := crypto.sha256(input.subject.ref)\n"),
    in_control('\n_parts := split(input.subject.ref, "/")\n'),
)
ARITY = Rule(
    "argument-count",
    Level.ERROR,
    "A function is called, or defined, with differing numbers of arguments.",
    "The engine shows it only when it evaluates the rule: at the gate.",
    "Give every argument the function takes.",
    in_control("\n_parts := split(input.subject.ref)\n"),
    in_control('\n_parts := split(input.subject.ref, "/")\n'),
)
NOWHERE = Rule(
    "reference-to-nothing",
    Level.ERROR,
    "A name that leads to neither a rule nor policy data.",
    "It is undefined, and undefined is silent: the finding never comes.",
    "Name a rule or data that is there.",
    in_control("\n_limit := data.config.thresholds.defalt\n"),
    in_control("\n_limit := data.config.thresholds.default\n"),
)
RECURSION = Rule(
    "recursion",
    Level.ERROR,
    "A rule rests on itself.",
    "Evaluation would end the process.",
    "Break the circle; if a local variable only bears the name of a rule, rename it.",
    in_control("\n_chicken := _egg\n\n_egg := _chicken\n"),
    in_control("\n_chicken := _egg\n\n_egg := 1\n"),
)
METADATA = Rule(
    "metadata",
    Level.ERROR,
    "The METADATA of a control is missing or wrong, or names a control where nobody asks it.",
    "METADATA says when a control is asked and what its findings do; without it nothing is decided.",
    "Say all that schemas/control.schema.json asks for, above the package of a control below mlgate.controls.",
    in_control("#   gates: [G7]\n"),
    in_control("#   gates: [G3]\n"),
)
FINDINGS = Rule(
    "findings-rule",
    Level.ERROR,
    "A control without a rule findings.",
    "The host asks a control for its findings; one that has none cannot answer.",
    "Emit with findings contains and a code, a scope and args.",
    (Example("controls/example/mute/mute.rego", "{metadata}package mlgate.controls.example.mute\n\n_x := 1\n"),),
    (Example("controls/example/mute/mute.rego", "{metadata}package mlgate.controls.example.mute\n{rules}"),),
)
UNDECLARED = Rule(
    "code-undeclared",
    Level.ERROR,
    "A finding bears a code that METADATA does not declare.",
    "Nobody would know whether it denies; evaluation fails.",
    "Declare it under codes, with effect and message.",
    in_control('\nfindings contains {"code": "stray", "scope": "", "args": {}} if input.subject.visit > 9\n'),
    in_control(
        '#     stray: {effect: warn, message: "more than nine visits"}\n'
        '\nfindings contains {"code": "stray", "scope": "", "args": {}} if input.subject.visit > 9\n'
    ),
)
NO_EFFECT = Rule(
    "effect-missing",
    Level.ERROR,
    "A code has no effect in a tier at a gate of its control, or on_deny names another gate.",
    "A finding without an effect decides nothing.",
    "Close the list of effects with one that always holds.",
    in_control('#     score_low: {effect: [{tiers: [high], effect: deny}], message: "score {score} below {limit}"}\n'),
    in_control(
        "#     score_low: {effect: [{tiers: [high], effect: deny}, {effect: warn}], "
        'message: "score {score} below {limit}"}\n'
    ),
)
TWICE = Rule(
    "control-twice",
    Level.ERROR,
    "Two modules claim one control.",
    "One control is one folder, one package, one module with one id; of two, one would not be asked.",
    "Give each its own id and package.",
    (Example("controls/example/again/again.rego", "{whole}package mlgate.controls.example.again\n{rules}"),),
    (Example("controls/example/again/again.rego", "{metadata}package mlgate.controls.example.again\n{rules}"),),
)
REFUSED = Rule(
    "engine-refuses",
    Level.ERROR,
    "The embedded engine does not accept a module.",
    "A bundle that does not load decides nothing.",
    "Mend what the engine says; opa check --strict says more.",
    in_control("\n_is_late if visits > 9\n"),
    in_control("\n_is_late if input.subject.visit > 9\n"),
)
NEGATION = Rule(
    "negation-over-missing",
    Level.ERROR,
    "not over something that may be missing.",
    "Where it is missing, the negation is true in the embedded engine and undefined in OPA: they decide differently.",
    "Put it into a helper and negate the helper over bound variables.",
    in_control(
        '\nfindings contains {"code": "score_low", "scope": "", "args": {"score": 0, "limit": 0}} if {\n'
        "\tsome document in input.evidence.evaluation_report\n"
        "\tnot document.body.auc > 0.5\n}\n"
    ),
    in_control(
        '\nfindings contains {"code": "score_low", "scope": "", "args": {"score": 0, "limit": 0}} if {\n'
        "\tsome document in input.evidence.evaluation_report\n"
        "\tnot _is_sound(document)\n}\n\n_is_sound(document) if document.body.auc > 0.5\n"
    ),
)

RULES = (
    UNREADABLE, NOTATION, MANIFEST_WRONG, FORM, OUTSIDE, LANGUAGE, FORBIDDEN_BUILTIN, UNSHARED, ARITY, NOWHERE,
    RECURSION, METADATA, FINDINGS, UNDECLARED, NO_EFFECT, TWICE, REFUSED, NEGATION,
)  # fmt: skip
"""In the order in which a loader meets them."""


def check(reading: Reading) -> Iterator[Finding]:
    """All that would keep the bundle out, none stopping at the first."""
    found = [*_files(reading), *_modules(reading), *_controls(reading)]
    yield from found
    if not found:
        yield from _engine(reading)


def _files(reading: Reading) -> Iterator[Finding]:
    unread = set(reading.files.faults)
    yield from _under(UNREADABLE, unread)
    for fault in reading.parts.faults:
        if fault not in unread:
            is_manifest = MANIFEST in fault.where
            yield from _under(MANIFEST_WRONG if is_manifest else NOTATION, [fault])
    try:
        manifest = Manifest.model_validate_json(json.dumps(reading.parts.manifest))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            yield inside(MANIFEST_WRONG, MANIFEST, None, f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}")
        return
    if manifest.rego_version != 1:
        yield inside(
            MANIFEST_WRONG, MANIFEST, None, f"rego_version is {manifest.rego_version}, and only 1 is evaluated"
        )
    whole = [source for source in reading.sources if not source.faults]
    yield from _under(OUTSIDE, guard.misplaced(whole, reading.parts.data, manifest.roots))


def _modules(reading: Reading) -> Iterator[Finding]:
    for source in reading.sources:
        if source.faults:
            yield from _under(FORM, source.faults)
            continue
        yield from _under(LANGUAGE, guard.shadowed(source))
        yield from _calls(source, reading)
        yield from _under(NOWHERE, guard.references(source, reading.rules, reading.parts.data))
    yield from _under(ARITY, guard.definitions(reading.rules))
    yield from _under(RECURSION, guard.circles(reading.rules))
    yield from _under(REFUSED, reading.unparsed)
    for module in reading.modules:
        yield from _under(NEGATION, module.faults(reading.defined))


def _calls(source: Source, reading: Reading) -> Iterator[Finding]:
    for call in source.calls:
        what = guard.call_fault(source, reading.rules, call.name, call.arguments)
        if what:
            rule = UNSHARED
            if call.name in FORBIDDEN:
                rule = FORBIDDEN_BUILTIN
            elif " takes " in what:
                rule = ARITY
            yield inside(rule, source.path, call.line, what)


def _controls(reading: Reading) -> Iterator[Finding]:
    yield from _under(METADATA, reading.undeclared)
    seen: dict[str, str] = {}
    for source in reading.sources:
        if not source.faults and source.package[:2] != declaration.CONTROLS and metadata.is_declared(source):
            yield inside(METADATA, source.path, source.package_line, "a control outside the package mlgate.controls")
    for control in reading.controls:
        source, custom = control.source, control.metadata.custom
        for name in (custom.control, ".".join(source.package)):
            if name in seen:
                yield inside(TWICE, source.path, source.package_line, f"{name} is also {seen[name]}")
            seen.setdefault(name, source.path)
        if (declaration.FINDINGS,) not in source.rules:
            yield inside(FINDINGS, source.path, source.package_line, f"{custom.control} has no rule findings")
        else:
            yield from _under(UNDECLARED, declaration.undeclared(source, reading.rules, custom))
        yield from _under(NO_EFFECT, declaration.without_effect(source, custom))


def _engine(reading: Reading) -> Iterator[Finding]:
    """What shows only where the whole is prepared: unsafe variables, conflicts between modules."""
    whole = Bundle(reading.parts.manifest, reading.parts.modules, reading.parts.data, Catalogue(()))
    try:
        RegorusEngine(whole)
    except BundleError as error:
        yield from _under(REFUSED, error.faults)


def _under(rule: Rule, faults: Iterable[Fault]) -> Iterator[Finding]:
    """Faults as findings of a rule."""
    for fault in faults:
        file, _, line = fault.where.rpartition(":")
        numbered = line.isdecimal()
        yield inside(rule, file if numbered else fault.where, int(line) if numbered else None, fault.what)
