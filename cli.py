"""Run the command line from a checkout: ``python cli.py …``, with the dependencies installed."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "engine"))

from mlgate.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
