from __future__ import annotations

import pytest

from mlgate import directory, toml
from mlgate.canonical import digest_bytes
from mlgate.errors import ConfigError
from mlgate.model.people import IdentityKind

TEXT = """
[people."u-tom.berg"]
roles = ["ml_engineer"]
os_user = "tom"
reporting_line = "engineering"

[people."u-priya.nair"]
roles = ["model_owner", "approver"]

[people."svc-ci"]
kind = "service"
aws_arn = "arn:aws:iam::111122223333:role/ci"
"""


def _read(text: str) -> directory.DirectoryFile:
    return directory.parse(toml.parse(text.encode(), "directory.toml"))


def test_a_directory_names_people_roles_and_services():
    found = _read(TEXT)
    assert found.people["u-priya.nair"].roles == ("model_owner", "approver")
    assert found.people["svc-ci"].kind is IdentityKind.SERVICE
    assert found.people["u-tom.berg"].reporting_line == "engineering"


def test_the_digest_is_of_the_whole_directory_and_of_nothing_else():
    found = _read(TEXT)
    assert found.digest == digest_bytes(found.document)
    assert _read("# a comment\n" + TEXT).digest == found.digest
    assert _read(TEXT.replace('os_user = "tom"', 'os_user = "thomas"')).digest != found.digest


def test_an_excerpt_holds_whom_it_was_asked_for_and_the_digest_of_the_whole():
    excerpt = _read(TEXT).excerpt(["svc-ci", "u-nobody"])
    assert list(excerpt.people) == ["svc-ci"]
    assert excerpt.digest == _read(TEXT).digest


def test_an_actor_is_never_vouched_for_by_a_file():
    found = _read(TEXT)
    assert found.actor("tom").model_dump() == {"person": "u-tom.berg", "authenticated": False, "via": "os"}
    assert found.person("svc-ci").model_dump() == {"person": "svc-ci", "authenticated": False, "via": "as"}


def test_an_unmapped_user_is_refused_with_both_ways_out():
    with pytest.raises(ConfigError, match="nobody has os_user = 'eve'") as refused:
        _read(TEXT).actor("eve")
    assert "directory.toml" in refused.value.hint
    assert "--as" in refused.value.hint


def test_an_unknown_person_is_refused_with_the_nearest():
    with pytest.raises(ConfigError) as refused:
        _read(TEXT).person("u-tom.burg")
    assert refused.value.hint == 'did you mean "u-tom.berg"?'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "directory.toml: names nobody"),
        ("[people]\n", "directory.toml: names nobody"),
        ("people = [1]\n", "directory.toml: names nobody"),
        ("[peple]\n", "directory.toml:1: [peple] is not known here"),
        ('[people]\n"u-x" = 3\n', 'directory.toml:2: [people."u-x"] = 3 should be a table'),
        ('[people."u x"]\n', 'directory.toml:1: [people."u x"] [key] = "u x" should be an id'),
        ('[people."u-x"]\nrole = []\n', 'directory.toml:2: [people."u-x"] role is not known here'),
        ('[people."u-x"]\nroles = "owner"\n', 'directory.toml:2: [people."u-x"] roles = "owner" should be a list'),
        ('[people."u-x"]\nroles = ["Owner"]\n', 'directory.toml:2: [people."u-x"] roles = "Owner" should be a role'),
        ('[people."u-x"]\nkind = "robot"\n', 'kind = "robot" should be person or service'),
        ('[people."u-x"]\naws_arn = "me"\n', 'aws_arn = "me" should be the ARN of an IAM user or role'),
        ("[people.u-tom.berg]\nroles = []\n", '[people."u-tom"] berg is not known here'),
        (
            '[people.a]\nos_user = "x"\n[people.b]\nos_user = "x"\n',
            'directory.toml:4: [people."b"] os_user = "x" is also that of a',
        ),
    ],
)
def test_every_fault_is_named_with_its_place(text, message):
    with pytest.raises(ConfigError) as refused:
        _read(text)
    assert refused.value.message.startswith(message) or message in refused.value.message


def test_a_directory_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"directory\.toml: no such file"):
        directory.read(tmp_path / "directory.toml")
