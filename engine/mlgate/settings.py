"""What mlgate runs with: the only reader of the environment and of ``governance.toml``.

The file is the one that ``--config`` names, else ``MLGATE_CONFIG``, else ``governance.toml`` in this folder or the
nearest one above it, up to the root of the git repository. Over the file stands the environment
(``MLGATE_TABLE__PATH`` is ``[table] path``), over that the flags. Nothing unknown is passed over in silence.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import StringConstraints, ValidationError

from mlgate import toml
from mlgate.errors import ConfigError
from mlgate.model.value import Digest, Value

FILE = "governance.toml"
SHIPPED = "shipped"
"""The bundle that travels with mlgate."""

COMPLETION = "_MLGATE_COMPLETE"
"""The variable by which a shell asks for completions."""

_PREFIX = "MLGATE_"
_PATHS = frozenset({("policy", "bundle"), ("table", "path"), ("evidence", "path"), ("directory", "path")})


class PolicySettings(Value):
    """Which bundle: ``shipped``, or an absolute path; where ``digest`` is given the bundle must have it."""

    bundle: Annotated[str, StringConstraints(min_length=1)] = SHIPPED
    digest: Digest | None = None


class TableSettings(Value):
    """Where the governance table is."""

    kind: Literal["sqlite"] = "sqlite"
    path: Path


class RegistrySettings(Value):
    """Where effects go; a loopback ``endpoint_url`` is a sandbox."""

    kind: Literal["local", "sagemaker"] = "local"
    endpoint_url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    region: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,}(-[a-z0-9]+)+$")] | None = None


class EvidenceSettings(Value):
    """Where documents lie that are not registered yet."""

    path: Path | None = None


class DirectorySettings(Value):
    """The file that names people, services and their roles."""

    path: Path


class EngineSettings(Value):
    """Which engine evaluates."""

    kind: Literal["regorus", "opa"] = "regorus"


class Settings(Value):
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


_SECTIONS: dict[str, type[Value]] = {
    "policy": PolicySettings,
    "table": TableSettings,
    "registry": RegistrySettings,
    "evidence": EvidenceSettings,
    "directory": DirectorySettings,
    "engine": EngineSettings,
}
_DEFAULTS = {("table", "path"): Path(".mlgate/governance.db"), ("directory", "path"): Path("directory.toml")}

_SHAPES = {
    "bundle": f'"{SHIPPED}" or the path of a folder',
    "digest": "sha256: and 64 hex digits",
    "endpoint_url": "an http or https URL",
    "region": "an AWS region such as eu-central-1",
    "path": "a path",
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
    return _settings(given, written, root=root, source=source)


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
        if section not in _SECTIONS:
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
        if section not in _SECTIONS:
            raise ConfigError(f"{name}: [{section}] is not a section", hint=_sections_near(section))
        given[section, key] = (environment[name], name, here)
    return given


def _sections_near(section: str) -> str:
    return toml.near(section, _SECTIONS) or f"sections: {', '.join(_SECTIONS)}"


def _settings(given: Given, written: toml.TomlFile, *, root: Path, source: Path | None) -> Settings:
    tree: dict[str, Any] = {section: {} for section in _SECTIONS}
    for (section, key), path in _DEFAULTS.items():
        tree[section][key] = root / path
    for (section, key), (value, _, folder) in given.items():
        tree[section][key] = _absolute(value, folder, as_text=key == "bundle") if (section, key) in _PATHS else value
    try:
        return Settings.model_validate({"root": root, "source": source, **tree})
    except ValidationError as error:
        raise toml.refusal(
            error,
            place=lambda keys: given[keys[0], keys[1]][1] if keys[:2] in given else written.place(keys),
            label=lambda keys: " ".join([f"[{keys[0]}]", *keys[1:]]),
            known=lambda keys: list(_SECTIONS[keys[0]].model_fields),
            shapes=_SHAPES,
        ) from error


def _absolute(value: Any, folder: Path, *, as_text: bool) -> Any:
    """A path as written, made absolute; what is not text is left for validation to refuse."""
    if not isinstance(value, str) or not value or (as_text and value == SHIPPED):
        return value
    path = (folder / Path(value).expanduser()).absolute()
    return str(path) if as_text else path


@dataclass(frozen=True, slots=True)
class Surroundings:
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
