"""Find what travels with the product, ``policies/`` and ``schemas/``, in a wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path

from mlgate.errors import ConfigError

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "_shipped", _PACKAGE.parent.parent)


def shipped(name: str) -> Path:
    """The folder ``policies``, ``schemas`` or ``examples``: inside the installed package, else in the checkout."""
    for root in _ROOTS:
        if (root / name).is_dir():
            return root / name
    raise ConfigError(f"{name}/ is neither in the installed package nor in a checkout", hint="reinstall mlgate")


def version() -> str:
    """The version of mlgate that runs, as every decision names it."""
    from mlgate import __version__

    return __version__
