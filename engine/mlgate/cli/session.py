"""What one call of the command line runs with: configuration and person, read when a command asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlgate.compose import House
    from mlgate.settings import Key, Settings
    from mlgate.table.interface import GovernanceTable


@dataclass
class Session:
    """``--config`` and ``--as``, wherever on the line they stood."""

    config: Path | None = None
    person: str | None = None

    def settings(self, *, required: bool = True, flags: Mapping[Key, str | None] | None = None) -> Settings:
        """The settings; ``flags`` that were given stand over file and environment."""
        from mlgate.settings import load

        given = {key: value for key, value in (flags or {}).items() if value is not None}
        return load(self.config, overrides=given, required=required)

    def record(self) -> AbstractContextManager[GovernanceTable]:
        """The governance table, to look at."""
        from mlgate.compose import record

        return record(self.settings())

    def house(self) -> AbstractContextManager[House]:
        """Table, registry and policies, opened to act as the person."""
        from mlgate.compose import house

        return house(self.settings(), as_person=self.person)
