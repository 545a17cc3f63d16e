"""One sandbox for a module, remembered in a file so that it can be put back between runs."""

from __future__ import annotations

import pytest

from mlgate.sandbox import Sandbox
from tests.e2e.place import Place, told_until_qa


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A project whose model is ready to ask for QA; each test gets it as it was."""
    folder = tmp_path_factory.mktemp("project")
    with Sandbox(state=folder / "sandbox.json") as sandbox:
        place = Place.create(folder / "project", sandbox, folder / "sandbox.json")
        told_until_qa(place)
        yield place.keep(folder / "kept")


@pytest.fixture
def place(ready):
    ready.restore()
    return ready.place
