"""Whose credentials, which endpoint, and what is not touched."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mlgate.errors import ConfigError, NotFoundError, RegistryRefusedError
from mlgate.model.effect import RegistryAccount
from mlgate.model.subject import subject
from mlgate.model.vocabulary import RegistryKind
from mlgate.registry.aws import Connection
from mlgate.registry.sagemaker import SageMakerRegistry
from tests.registry.effects import REF, effect
from tests.sandbox.clients import ACCOUNT, OTHER_ACCOUNT, REGION


def test_a_loopback_registry_is_a_sandbox(registry):
    assert registry.account() == RegistryAccount(kind=RegistryKind.SANDBOX, account=ACCOUNT, region=REGION)


def test_the_account_is_asked_for_once(sandbox, registry):
    registry.account()
    registry.package(subject(REF))
    registry.account()
    assert len(sandbox.calls.of("GetCallerIdentity")) == 1


def test_a_sandbox_never_sees_the_users_credentials_configuration_or_proxy(sandbox, monkeypatch, tmp_path):
    config = tmp_path / "config"
    config.write_text("[profile mine]\nregion = us-east-1\nendpoint_url = http://127.0.0.1:9\n", "utf-8")
    for name, value in {
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "mine",
        "AWS_SESSION_TOKEN": "mine",
        "AWS_PROFILE": "there-is-no-such-profile",
        "AWS_CONFIG_FILE": str(config),
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_USE_FIPS_ENDPOINT": "true",
        "HTTP_PROXY": "http://127.0.0.1:9",
        "http_proxy": "http://127.0.0.1:9",
    }.items():
        monkeypatch.setenv(name, value)
    registry = SageMakerRegistry(REGION, endpoint_url=sandbox.url)
    package = registry.package(subject(REF))
    registry.artifact(package)
    registry.update(package, effect())
    assert {call.account for call in sandbox.calls.of()} == {ACCOUNT}


def test_a_sandbox_has_several_accounts(sandbox):
    other = SageMakerRegistry(REGION, endpoint_url=sandbox.url, sandbox_account=OTHER_ACCOUNT)
    assert other.account().account == OTHER_ACCOUNT
    with pytest.raises(NotFoundError):
        other.package(subject(REF))


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "http://127.9.9.9"])
def test_loopback_is_a_sandbox(url):
    assert Connection(REGION, endpoint_url=url).is_sandbox


@pytest.mark.parametrize("url", ["https://vpce-1.api.sagemaker.eu-central-1.vpce.amazonaws.com", None])
def test_anything_else_is_not(url):
    assert not Connection(REGION, endpoint_url=url).is_sandbox


@pytest.mark.parametrize("url", ["http://127.0.0.1.example.com", "http://10.0.0.1", "ftp://x", "127.0.0.1:80"])
def test_an_endpoint_that_is_neither_https_nor_loopback_is_refused(url):
    with pytest.raises(ConfigError, match="endpoint_url"):
        SageMakerRegistry(REGION, endpoint_url=url)


def test_a_real_account_without_credentials_is_refused_before_anything_is_sent(monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with pytest.raises(RegistryRefusedError, match="Unable to locate credentials") as caught:
        SageMakerRegistry(REGION).account()
    assert "sign in" in caught.value.hint


def test_a_profile_that_does_not_exist_is_named():
    with pytest.raises(RegistryRefusedError, match="no-such-profile"):
        SageMakerRegistry(REGION, profile="no-such-profile").account()


def test_nothing_of_boto_is_imported_before_the_first_call():
    program = (
        "import sys; from mlgate.registry.sagemaker import SageMakerRegistry;"
        "SageMakerRegistry('eu-central-1');"
        "sys.exit(any(name in sys.modules for name in ('boto3', 'botocore', 'urllib3')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
