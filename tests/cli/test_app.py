from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from mlgate.cli.app import SECTIONS, root

LEAVES = {
    "init", "demo", "sandbox", "check", "gate", "monitor check", "use-case register", "use-case show", "use-case list",
    "model register", "model show", "model list", "model deployed", "evidence add", "evidence approve", "metrics add",
    "approve", "reject", "waiver grant", "waiver list", "waiver revoke", "log", "show", "reconcile", "completion",
    "policy new", "policy coverage", "policy test", "policy lint", "policy docs", "policy diff", "policy build",
    "policy sign", "policy verify", "policy enforce",
}  # fmt: skip


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from _commands(found, (*path, name))


COMMANDS = dict(_commands(root))


def test_these_are_the_commands():
    assert set(COMMANDS) == LEAVES


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_every_command_has_a_help_page_with_an_example_that_parses(mlgate, name):
    ran = mlgate(*name.split(), "--help")
    assert ran.code == 0
    assert COMMANDS[name].short_help
    if "list" not in name and "show" not in name.split():
        assert re.search(rf"^ +(eval \"\$\()?mlgate (--as \S+ )?{name}", ran.out, re.MULTILINE), ran.out


def test_the_overview_says_of_each_command_what_its_own_page_says():
    context = click.Context(root)
    for section in SECTIONS.values():
        for name, (_, about) in section.items():
            found = root.get_command(context, name)
            assert found is not None
            assert found.short_help == about


def test_every_option_is_explained_or_named_for_what_it_is():
    silent = {"line_of_business", "project", "reason"}
    for name, command in COMMANDS.items():
        for option in command.params:
            if isinstance(option, click.Option) and not option.hidden:
                assert option.help or option.name in silent, f"{name} {option.opts}"


def test_shared_options_may_stand_anywhere(mlgate):
    before = mlgate("--config", "none.toml", "log")
    after = mlgate("log", "--config", "none.toml")
    assert before == after
    assert (before.code, before.err) == (
        2, "--config: none.toml is not a file\nmlgate init    writes a governance.toml here\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("chek", "mlgate: 'chek' is not a command; did you mean \"check\"?"),
        ("use-case lst", "mlgate use-case: 'lst' is not a command; did you mean \"list\"?"),
        ("check", "mlgate check: name a SUBJECT and --to STAGE, or --facts FILE"),
        ("check --facts f model/a/1", "mlgate check: --facts says it all: leave out a SUBJECT"),
        ("gate model/a/1", "mlgate gate: missing option '--to'"),
        ("gate model/a/1 --to qa --fail-on-warn", "--fail-on-warn is for check: at a gate a warning does not block"),
        ("gate model/a/1 --to prod", "--to: 'prod' is not a stage"),
        ("gate model/a/0 --to qa", "subject: 'model/a/0' is neither use-case/<id> nor model/<group>/<version>"),
        ("gate model/a/1 --to qa --wait soon", "--wait: 'soon' is not a duration"),
        ("check model/a/1 --to qa --at 2026-11-12T09:00:00", "--at: '2026-11-12T09:00:00' has no zone"),
        ("check model/a/1 --to qa --evidence fria", "--evidence: 'fria' is not TYPE=FILE"),
        ("check model/a/1 --to qa -o yaml", "-o: 'yaml' is not one of text, json, markdown, junit, sarif, github"),
        ("check model/a/1 --to qa -o json -o text", "-o: json and text would both go to standard output"),
        ("check model/a/1 --to qa -o json=no/such/folder/x", "no/such/folder"),
        ("log -o junit", "-o: 'junit' is not one of text, json"),
        ("log -n 0", "mlgate log: invalid value for '-n'"),
        ("log --nmber 3", "mlgate log: no such option '--nmber'"),
        ("completion tcsh", "mlgate completion: invalid value"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_and_where_and_exits_with_2(mlgate, line, message):
    ran = mlgate(*line.split())
    assert ran.code == 2
    assert message in ran.err
    assert ran.out == ""
    assert 1 <= len(ran.err.splitlines()) <= 2


def test_a_bare_name_will_do_where_only_one_kind_can_be_meant(mlgate):
    assert "no governance.toml" in mlgate("use-case", "show", "UC-1").err
    assert "no governance.toml" in mlgate("model", "show", "scorer/2").err
    assert "is not a model" in mlgate("model", "show", "use-case/UC-1").err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_program_and_the_variable(mlgate, shell):
    ran = mlgate("completion", shell)
    assert ran.code == 0
    assert "_MLGATE_COMPLETE" in ran.out
    assert "mlgate" in ran.out


@pytest.mark.parametrize(
    ("words", "position", "expected"),
    [("mlgate che", 1, {"check"}), ("mlgate gate x --to p", 4, {"poc", "pre_production", "production"})],
)
def test_the_shell_is_offered_commands_and_stages(mlgate, monkeypatch, words, position, expected):
    monkeypatch.setenv("_MLGATE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(position))
    ran = mlgate()
    assert {line.partition(",")[2] for line in ran.out.splitlines()} == expected


def test_version_and_help_do_not_pay_for_what_they_do_not_need():
    script = (
        "import sys; from mlgate.__main__ import main; code = main(['--help']);"
        "print(sorted({'pydantic', 'boto3', 'sqlite3', 'jsonschema', 'yaml', 'regorus', 'rich'} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
