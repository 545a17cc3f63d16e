from __future__ import annotations

from pathlib import Path

import pytest

from mlgate import settings
from mlgate.errors import ConfigError


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "models" / "scorer").mkdir(parents=True)
    return tmp_path / "repo"


def _load(cwd: Path, config: Path | None = None, **given):
    return settings.load(config, **({"environment": {}, "cwd": cwd} | given))


def test_the_nearest_file_upward_is_read_and_its_paths_are_relative_to_it(repository):
    (repository / "governance.toml").write_text('[table]\npath = "data/table.db"\n')
    found = _load(repository / "models" / "scorer")
    assert found.source == repository / "governance.toml"
    assert found.root == repository
    assert found.table.path == repository / "data" / "table.db"
    assert found.directory.path == repository / "directory.toml"


def test_the_search_ends_at_the_root_of_the_repository(repository):
    (repository.parent / "governance.toml").write_text("")
    with pytest.raises(ConfigError, match=r"no governance\.toml") as refused:
        _load(repository / "models")
    assert "mlgate init" in refused.value.hint


def test_outside_a_repository_only_the_current_folder_counts(tmp_path):
    (tmp_path / "governance.toml").write_text("")
    (tmp_path / "inner").mkdir()
    assert _load(tmp_path).source == tmp_path / "governance.toml"
    with pytest.raises(ConfigError):
        _load(tmp_path / "inner")


def test_without_a_file_the_defaults_stand_where_none_is_required(tmp_path):
    found = _load(tmp_path, required=False)
    assert (found.source, found.policy.bundle, found.registry.kind) == (None, "shipped", "local")


def test_flags_stand_over_the_environment_and_that_over_the_file(repository):
    (repository / "governance.toml").write_text('[table]\npath = "a.db"\n[policy]\nbundle = "mine"\n')
    environment = {"MLGATE_TABLE__PATH": "b.db", "MLGATE_POLICY__BUNDLE": "theirs"}
    found = _load(repository, environment=environment, overrides={("policy", "bundle"): "shipped"})
    assert found.table.path == repository / "b.db"
    assert found.policy.bundle == "shipped"


def test_config_stands_over_the_variable_and_that_over_the_search(repository):
    for name in ("governance.toml", "one.toml", "two.toml"):
        (repository / name).write_text("")
    environment = {"MLGATE_CONFIG": "one.toml"}
    assert _load(repository, environment=environment).source == repository / "one.toml"
    assert _load(repository, Path("two.toml"), environment=environment).source == repository / "two.toml"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            '\n[registry]\nkind = "sagmaker"\n',
            'governance.toml:3: [registry] kind = "sagmaker" is not one of local, sagemaker',
            'did you mean "sagemaker"?',
        ),
        ("[tabel]\n", "governance.toml:1: [tabel] is not a section", 'did you mean "table"?'),
        ('[table]\npth = "x"\n', "governance.toml:2: [table] pth is not known here", 'did you mean "path"?'),
        ('[table]\npath = "~nobody-here/x"\n', "names the home of nobody", ""),
        ("[table]\npath = 3\n", "governance.toml:2: [table] path = 3 should be a path, in quotes", ""),
        ('[table]\npath = ""\n', 'governance.toml:2: [table] path = "" should be a path', ""),
        ("table = 1\n", "governance.toml:1: table should be a table", "write [table]"),
        (
            "[policy]\nbundle = true\n",
            f'governance.toml:2: [policy] bundle = true should be "shipped", {settings.PLACES}, in quotes',
            "",
        ),
        ('[policy]\ndigest = "abc"\n', '[policy] digest = "abc" should be sha256: and 64 hex digits', ""),
        ('[registry]\nregion = "Frankfurt"\n', "should be an AWS region such as eu-central-1", ""),
        ('[registry]\nendpoint_url = "localhost"\n', "should be an http or https URL", ""),
        ("[table\n", "governance.toml:1: not TOML", "mend the line"),
        ("a = 1\na = 2\n", "governance.toml:2: not TOML", "mend the line"),
        ("a = " + "[" * 5000, "governance.toml: nested too deeply", "right file"),
    ],
)
def test_every_fault_names_line_and_key_and_what_was_meant(tmp_path, text, message, hint):
    (tmp_path / "governance.toml").write_text(text)
    with pytest.raises(ConfigError) as refused:
        _load(tmp_path)
    assert message in refused.value.message
    assert hint in refused.value.hint


def test_all_faults_are_told_at_once(tmp_path):
    (tmp_path / "governance.toml").write_text('[registry]\nkind = "x"\n[engine]\nkind = "y"\n')
    with pytest.raises(ConfigError) as refused:
        _load(tmp_path)
    assert [line.partition(" ")[0] for line in refused.value.message.splitlines()] == [
        "governance.toml:2:",
        "governance.toml:4:",
    ]


def test_a_fault_of_the_environment_names_the_variable(tmp_path):
    with pytest.raises(ConfigError, match=r"^MLGATE_TABLE__KIND: \[table\] kind"):
        _load(tmp_path, environment={"MLGATE_TABLE__KIND": "mysql"}, required=False)
    with pytest.raises(ConfigError, match=r"^MLGATE_TABEL__KIND: \[tabel\] is not a section"):
        _load(tmp_path, environment={"MLGATE_TABEL__KIND": "sqlite"}, required=False)


def test_variables_that_are_not_settings_are_left_alone(tmp_path):
    environment = {"MLGATE_VERSION": "3", "MLGATE_TABLE__PATH": "", "PATH": "/bin"}
    assert _load(tmp_path, environment=environment, required=False).table.path == tmp_path / ".mlgate/governance.db"


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"\xff\xfe[table]\n", "governance.toml:1: not UTF-8"), (b"[table]\n# \xe4\n", "governance.toml:2: not UTF-8")],
)
def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path, data, message):
    (tmp_path / "governance.toml").write_bytes(data)
    with pytest.raises(ConfigError, match=message):
        _load(tmp_path)


def test_a_byte_order_mark_is_no_fault(tmp_path):
    (tmp_path / "governance.toml").write_bytes(b"\xef\xbb\xbf[table]\n")
    assert _load(tmp_path).source is not None


def test_a_config_that_is_not_there_is_named_with_its_origin(tmp_path):
    with pytest.raises(ConfigError, match=r"--config: none\.toml is not a file"):
        _load(tmp_path, Path("none.toml"))
    with pytest.raises(ConfigError, match=r"MLGATE_CONFIG: none\.toml is not a file"):
        _load(tmp_path, environment={"MLGATE_CONFIG": "none.toml"})


def test_the_user_is_the_operating_systems_not_a_variables(monkeypatch):
    before = settings.os_user()
    monkeypatch.setenv("USER", "somebody-else")
    monkeypatch.setenv("LOGNAME", "somebody-else")
    assert settings.os_user() == before


def test_colour_is_unwelcome_where_no_color_is_set_to_anything():
    assert settings.surroundings({"NO_COLOR": "1"}).is_colour_welcome is False
    assert settings.surroundings({"TERM": "dumb"}).is_colour_welcome is False
    assert settings.surroundings({"NO_COLOR": "", "TERM": "xterm"}).is_colour_welcome is True


@pytest.mark.parametrize("name", ["git:v1:policies", "s3://policies/one.tar.gz", "https://example.org/one.tar.gz"])
def test_a_bundle_that_is_no_path_stays_as_it_was_written(tmp_path, name):
    (tmp_path / "governance.toml").write_text(f'[policy]\nbundle = "{name}"\n')
    assert _load(tmp_path).policy.bundle == name


def test_fetched_bundles_are_kept_where_the_user_keeps_such_things_or_where_the_file_says(tmp_path):
    config = tmp_path / "governance.toml"
    config.write_text("")
    assert _load(tmp_path, environment={"XDG_CACHE_HOME": "/tmp/x"}).policy.cache == Path("/tmp/x/mlgate/policies")
    assert _load(tmp_path, environment={"XDG_CACHE_HOME": "x"}).policy.cache.is_relative_to(Path.home())
    config.write_text('[policy]\ncache = "kept"\n')
    assert _load(tmp_path).policy.cache == tmp_path / "kept"
