"""What mlgate runs with: the only reader of the environment and of ``governance.toml``.

The file is the one that ``--config`` names, else ``MLGATE_CONFIG``, else ``governance.toml`` in this folder or the
nearest one above it, up to the root of the git repository. Over the file stands the environment
(``MLGATE_TABLE__PATH`` is ``[table] path``), over that the flags. Nothing unknown is passed over in silence.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

from mlgate import toml
from mlgate.errors import ConfigError

FILE = "governance.toml"
SHIPPED = "shipped"
"""The bundle that travels with mlgate."""

REMOTE = ("git:", "s3://", "https://", "http://")
"""What the name of a bundle starts with that is no path."""

PLACES = "a folder, a file, git:REV, s3://… or https://…"
"""Where bundles of one's own come from, in words."""

COMPLETION = "_MLGATE_COMPLETE"
"""The variable by which a shell asks for completions."""

_PREFIX = "MLGATE_"


class PolicySettings(NamedTuple):
    """Which bundle: ``shipped``, an absolute path, ``git:…``, ``s3://…``, ``https://…``; what is pinned must be so.

    ``cache`` is where fetched bundles are kept. A bundle that is not the shipped one is tried out in a process of
    its own, which takes ``timeout_seconds`` for one answer and ``memory_mb`` of memory at most (0: no limit). Where
    ``key`` is set (the file of a public key) the bundle must be signed by it, with ``algorithm``, under ``key_id`` and
    ``scope``; ``roots`` are then all its roots.
    """

    cache: Path
    bundle: str = SHIPPED
    digest: str | None = None
    timeout_seconds: str = "10"
    memory_mb: str = "1024"
    key: Path | None = None
    key_id: str | None = None
    scope: str | None = None
    algorithm: str | None = None
    roots: str | None = None


class TableSettings(NamedTuple):
    """Where the governance table is; ``kind`` is ``sqlite``."""

    path: Path
    kind: str = "sqlite"


class RegistrySettings(NamedTuple):
    """Where effects go; ``kind`` is ``local`` or ``sagemaker``. A loopback ``endpoint_url`` is a sandbox."""

    kind: str = "local"
    endpoint_url: str | None = None
    region: str | None = None


class EvidenceSettings(NamedTuple):
    """Where documents lie that are not registered yet."""

    path: Path | None = None


class DirectorySettings(NamedTuple):
    """The file that names people, services and their roles."""

    path: Path


class EngineSettings(NamedTuple):
    """Which engine evaluates; ``kind`` is ``regorus`` (in this process) or ``opa`` (the server at ``url``).

    ``token`` is the server's bearer token, ``timeout_seconds`` how long one of its answers may take.
    """

    kind: str = "regorus"
    url: str | None = None
    token: str | None = None
    timeout_seconds: str = "5"


class Settings(NamedTuple):
    """Everything that was configured; all paths are absolute.

    ``source`` is the file read, None where there is none; ``root`` its folder, else the current one.
    """

    root: Path
    source: Path | None
    policy: PolicySettings
    table: TableSettings
    registry: RegistrySettings
    evidence: EvidenceSettings
    directory: DirectorySettings
    engine: EngineSettings


class Rule(NamedTuple):
    """What a setting may be: one of ``words``, or text of a ``shape`` told in words, or a path.

    A secret is not repeated in messages.
    """

    words: tuple[str, ...] = ()
    shape: str = ""
    pattern: str = ""
    is_path: bool = False
    is_secret: bool = False

    def fault(self, value: Any) -> str:
        """What is wrong with the value; empty where nothing is."""
        if not isinstance(value, str):
            return f"should be {self.shape or 'text'}, in quotes"
        if self.words and value not in self.words:
            return f"is not one of {', '.join(self.words)}"
        if not self.words and not re.fullmatch(self.pattern or r".*\S.*", value):
            return f"should be {self.shape}"
        return "names the home of nobody" if self.is_path and _is_homeless(value) else ""


def _is_homeless(path: str) -> bool:
    try:
        Path(path).expanduser()
    except RuntimeError:
        return True
    return False


# The rules are plain data, not pydantic's: settings are read at every start, and building a validator costs more than
# reading facts does.
_RULES: Mapping[str, Mapping[str, Rule]] = {
    "policy": {
        "bundle": Rule(shape=f'"{SHIPPED}", {PLACES}', is_path=True),
        "cache": Rule(shape="a path", is_path=True),
        "key": Rule(shape="the path of a public key", is_path=True),
        "key_id": Rule(shape="the id that the signer calls the key by"),
        "scope": Rule(shape="the scope of the signature"),
        "algorithm": Rule(
            words=("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
        ),
        "roots": Rule(shape="names of roots such as mlgate, config", pattern=r"[A-Za-z0-9_/]+(\s*,\s*[A-Za-z0-9_/]+)*"),
        "digest": Rule(shape="sha256: and 64 hex digits", pattern=r"sha256:[0-9a-f]{64}"),
        "timeout_seconds": Rule(shape='whole seconds such as "10"', pattern=r"[1-9][0-9]{0,3}"),
        "memory_mb": Rule(shape='megabytes such as "1024", or "0" for no limit', pattern=r"0|[1-9][0-9]{2,5}"),
    },
    "table": {"kind": Rule(words=("sqlite",)), "path": Rule(shape="a path", is_path=True)},
    "registry": {
        "kind": Rule(words=("local", "sagemaker")),
        "endpoint_url": Rule(shape="an http or https URL", pattern=r"https?://\S+"),
        "region": Rule(shape="an AWS region such as eu-central-1", pattern=r"[a-z]{2,}(-[a-z0-9]+)+"),
    },
    "evidence": {"path": Rule(shape="a path", is_path=True)},
    "directory": {"path": Rule(shape="a path", is_path=True)},
    "engine": {
        "kind": Rule(words=("regorus", "opa")),
        "url": Rule(shape="an http or https URL without a path", pattern=r"https?://[^/\s]+/?"),
        "token": Rule(shape="a bearer token", pattern=r"[!-~]+", is_secret=True),
        "timeout_seconds": Rule(shape='whole seconds such as "5"', pattern=r"[1-9][0-9]{0,2}"),
    },
}

Key = tuple[str, str]
Given = dict[Key, tuple[Any, str, Path]]
"""Each key with its value, the place it comes from, and the folder that its path is relative to."""


def load(
    config: Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    overrides: Mapping[Key, str] | None = None,
    required: bool = True,
    cwd: Path | None = None,
) -> Settings:
    """Read the settings; ``overrides`` are the flags, as (section, key) → value.

    Raises ConfigError, which names the place of every fault, or ``mlgate init`` where no file is there.
    """
    environment = os.environ if environment is None else environment
    here = Path.cwd() if cwd is None else cwd
    source = _file(config, environment, here)
    if source is None and required:
        raise ConfigError(
            f"no {FILE} in this folder or above it, up to the root of the repository",
            hint="mlgate init    writes one; or name it with --config",
        )
    root = source.parent if source else here
    written = toml.read(source, _name(source, here)) if source else toml.TomlFile(FILE, "", {})
    given = _from_file(written, root) | _from_environment(environment, here)
    given |= {key: (value, "--" + "-".join(key), here) for key, value in (overrides or {}).items()}
    return _settings(given, root=root, source=source, cache=_cache(environment))


def _cache(environment: Mapping[str, str]) -> Path:
    """Where this user's programs keep what can be fetched again (XDG Base Directory; a relative one is ignored)."""
    named = Path(environment.get("XDG_CACHE_HOME", ""))
    try:
        folder = named if named.is_absolute() else Path.home() / ".cache"
    except RuntimeError:
        folder = Path(tempfile.gettempdir()) / f"cache-{os_user()}"
    return folder / "mlgate/policies"


def os_user() -> str:
    """The name the operating system gives the user of this process; not what ``USER`` says."""
    try:
        import pwd  # noqa: PLC0415 - not on every platform
    except ImportError:
        import getpass  # noqa: PLC0415 - only where there is no pwd

        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid-{os.getuid()}"


def _file(config: Path | None, environment: Mapping[str, str], here: Path) -> Path | None:
    named = config or (Path(environment["MLGATE_CONFIG"]) if environment.get("MLGATE_CONFIG") else None)
    if named is not None:
        path = (here / named).absolute()
        if not path.is_file():
            origin = "--config" if config else "MLGATE_CONFIG"
            raise ConfigError(f"{origin}: {named} is not a file", hint="mlgate init    writes a governance.toml here")
        return path
    folders = [here.absolute(), *here.absolute().parents]
    top = next((number for number, folder in enumerate(folders) if (folder / ".git").exists()), 0)
    return next((folder / FILE for folder in folders[: top + 1] if (folder / FILE).is_file()), None)


def _name(path: Path, here: Path) -> str:
    """How messages call the file: relative where it lies below, else its bare name or the whole path."""
    if path.is_relative_to(here):
        return str(path.relative_to(here))
    return path.name if here.is_relative_to(path.parent) else str(path)


def _from_file(written: toml.TomlFile, root: Path) -> Given:
    given: Given = {}
    for section, content in written.value.items():
        place = written.place((section,))
        if section not in _RULES:
            raise ConfigError(f"{place}: [{section}] is not a section", hint=_sections_near(section))
        if not isinstance(content, dict):
            raise ConfigError(f"{place}: {section} should be a table", hint=f"write [{section}] on a line of its own")
        for key, value in cast("dict[str, Any]", content).items():
            given[section, key] = (value, written.place((section, key)), root)
    return given


def _from_environment(environment: Mapping[str, str], here: Path) -> Given:
    given: Given = {}
    for name in sorted(environment):
        section, separator, key = name.removeprefix(_PREFIX).lower().partition("__")
        if not name.startswith(_PREFIX) or not separator or not environment[name]:
            continue
        if section not in _RULES:
            raise ConfigError(f"{name}: [{section}] is not a section", hint=_sections_near(section))
        given[section, key] = (environment[name], name, here)
    return given


def _sections_near(section: str) -> str:
    return toml.near(section, _RULES) or f"sections: {', '.join(_RULES)}"


def _settings(given: Given, *, root: Path, source: Path | None, cache: Path) -> Settings:
    faults = [fault for key, (value, place, _) in given.items() for fault in _faults(key, value, place)]
    if faults:
        hint = next((hint for _, hint in faults if hint), "nothing was changed; mend it, then ask again")
        raise ConfigError("\n".join(fault for fault, _ in faults), hint=hint)
    found: dict[str, dict[str, Any]] = {section: {} for section in _RULES}
    found["policy"]["cache"] = cache
    found["table"]["path"] = root / ".mlgate/governance.db"
    found["directory"]["path"] = root / "directory.toml"
    for (section, key), (value, _, folder) in given.items():
        found[section][key] = _absolute(value, folder, key) if _RULES[section][key].is_path else value
    return Settings(
        root=root,
        source=source,
        policy=PolicySettings(**found["policy"]),
        table=TableSettings(**found["table"]),
        registry=RegistrySettings(**found["registry"]),
        evidence=EvidenceSettings(**found["evidence"]),
        directory=DirectorySettings(**found["directory"]),
        engine=EngineSettings(**found["engine"]),
    )


def _faults(at: Key, value: Any, place: str) -> Iterator[tuple[str, str]]:
    """What is wrong with one setting, and what was probably meant."""
    section, key = at
    rules = _RULES[section]
    if key not in rules:
        known = toml.near(key, rules) or f"known here: {', '.join(rules)}"
        yield f"{place}: [{section}] {key} is not known here", known
    elif fault := rules[key].fault(value):
        meant = toml.near(str(value), rules[key].words) if rules[key].words else ""
        shown = "(not shown)" if rules[key].is_secret else toml.shown(value)
        yield f"{place}: [{section}] {key} = {shown} {fault}", meant


def _absolute(value: str, folder: Path, key: str) -> Path | str:
    """A path as written, made absolute; a bundle stays text, and what is no path stays as written."""
    if key == "bundle":
        is_path = value != SHIPPED and not value.startswith(REMOTE)
        return str((folder / Path(value).expanduser()).absolute()) if is_path else value
    return (folder / Path(value).expanduser()).absolute()


class Surroundings(NamedTuple):
    """What the environment says about where output goes.

    ``columns`` is how wide the terminal is said to be, ``step_summary`` the file of a GitHub step's summary,
    ``completing`` how a shell asks for completions.
    """

    is_colour_welcome: bool
    columns: int | None
    step_summary: Path | None
    completing: str | None


def surroundings(environment: Mapping[str, str] | None = None) -> Surroundings:
    """Read them; an empty variable counts as unset, as https://no-color.org has it."""
    found = os.environ if environment is None else environment
    summary = found.get("GITHUB_STEP_SUMMARY")
    return Surroundings(
        columns=int(columns) if (columns := found.get("COLUMNS", "")).isdecimal() else None,
        is_colour_welcome=not found.get("NO_COLOR") and found.get("TERM") != "dumb",
        step_summary=Path(summary) if summary else None,
        completing=found.get(COMPLETION),
    )
