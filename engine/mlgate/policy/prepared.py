"""The shipped bundle, made ready once: what its files were found to say, kept for the next process.

It lies where Python keeps the compiled modules of this package, is written and trusted as they are, and is good for
dry runs: a gate checks its bundle every time. What is kept belongs to the content of every file of the bundle and to
the code that checked them; where any of it changed, and where anything else is wrong, it is as if nothing were there.
Modules are never kept, the engine loads them anew, and the digest is computed from what is loaded.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from mlgate.model.value import instant
from mlgate.model.vocabulary import FindingEffect, Gate, Kind, Tier
from mlgate.policy import files
from mlgate.policy.bundle import Bundle, admit
from mlgate.policy.catalogue import Catalogue, CodeMeaning, Control
from mlgate.policy.files import Files
from mlgate.policy.message import Message

STORE = Path(cache_from_source(__file__)).with_name("shipped-policies.json")

_CODE = Path(__file__).parent
_TIERS = {str(tier): tier for tier in Tier}
_GATES = {str(gate): gate for gate in Gate}
_EFFECTS = {str(effect): effect for effect in FindingEffect}


def load(folder: Path, store: Path = STORE) -> Bundle:
    """The bundle in a folder, as `mlgate.policy.bundle.load` reads it; kept in ``store`` if that may be written."""
    found = files.read(folder)
    key = _key(found)
    bundle = None if found.faults else _kept(found, key, store)
    if bundle is None:
        bundle = admit(found)
        if not sys.dont_write_bytecode:
            _keep(bundle, key, store)
    return bundle


def _key(found: Files) -> str:
    """One digest of all that the outcome of the checks depends on."""
    digest = hashlib.sha256()
    parts: Iterable[str] = (part for item in found.texts.items() for part in item)
    for part in (*_code(), *parts):
        data = part.encode()
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def _code() -> list[str]:
    """The modules that check, as Python itself tells whether a compiled module is still good: by time and size."""
    with os.scandir(_CODE) as entries, os.scandir(_CODE.parent / "model") as more:
        stamps = [(entry.name, entry.stat()) for entry in (*entries, *more) if entry.name.endswith(".py")]
    return sorted(f"{name} {stat.st_mtime_ns} {stat.st_size}" for name, stat in stamps)


def _kept(found: Files, key: str, store: Path) -> Bundle | None:
    try:
        kept: Any = json.loads(store.read_bytes())
        if kept["key"] != key:
            return None
        controls = Catalogue([from_plain(item) for item in kept["controls"]])
        return Bundle(kept["manifest"], files.modules(found), kept["data"], controls)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _keep(bundle: Bundle, key: str, store: Path) -> None:
    """Write it whole or not at all; a folder that may not be written is no fault."""
    controls = [as_plain(control) for control in bundle.catalogue.controls.values()]
    text = json.dumps({"key": key, "manifest": bundle.manifest, "data": bundle.data, "controls": controls})
    fresh = store.with_name(f"{store.name}.{os.getpid()}")
    with suppress(OSError):
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(store)


def as_plain(control: Control) -> dict[str, Any]:
    """A control as JSON; the effects of a code as [tier, gate, effect]."""
    plain: dict[str, Any] = {name: getattr(control, name) for name in _AS_THEY_ARE}
    plain |= {name: sorted(getattr(control, name)) for name in ("kinds", "gates", "tiers")}
    plain["starts"] = control.starts.isoformat() if control.starts else None
    plain["codes"] = {
        name: {
            "effects": [(tier, gate, effect) for (tier, gate), effect in code.effects.items()],
            "parts": code.message.parts,
            "tail": code.message.tail,
            "remediation": code.remediation,
        }
        for name, code in control.codes.items()
    }
    return plain


def from_plain(plain: dict[str, Any]) -> Control:
    """The control that `as_plain` wrote."""
    return Control(
        **{name: plain[name] for name in _AS_THEY_ARE if name not in {"on_deny", "references", "evidence"}},
        kinds=frozenset(map(Kind, plain["kinds"])),
        gates=frozenset(_GATES[gate] for gate in plain["gates"]),
        tiers=frozenset(_TIERS[tier] for tier in plain["tiers"]),
        starts=instant(plain["starts"]) if plain["starts"] else None,
        on_deny={_GATES[gate]: action for gate, action in plain["on_deny"].items()},
        references=tuple(plain["references"]),
        evidence=tuple(plain["evidence"]),
        codes={name: _code_meaning(code) for name, code in plain["codes"].items()},
    )


def _code_meaning(plain: dict[str, Any]) -> CodeMeaning:
    effects = {(_TIERS[tier], _GATES[gate]): _EFFECTS[effect] for tier, gate, effect in plain["effects"]}
    parts = tuple((text, name, spec) for text, name, spec in plain["parts"])
    return CodeMeaning(effects, Message(parts, plain["tail"]), plain["remediation"])


_AS_THEY_ARE = (
    "id",
    "path",
    "file",
    "title",
    "warns_before",
    "is_waivable",
    "after_denies",
    "on_deny",
    "references",
    "evidence",
)
