"""``python -m mlgate.sandbox``: run the sandbox until it is interrupted."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mlgate.errors import MlgateError
from mlgate.sandbox.server import serve


def main() -> int:
    """Print the URL, then serve; the exit code of what went wrong otherwise."""
    parser = argparse.ArgumentParser(prog="mlgate.sandbox", description="SageMaker, S3 and STS on loopback")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--state", type=Path, help="remember in this JSON file")
    asked = parser.parse_args()
    try:
        serve(asked.host, asked.port, state=asked.state, announce=lambda url: print(url, flush=True))  # noqa: T201 - for scripts
    except MlgateError as error:
        sys.stderr.write(f"{error.message}\n{error.hint}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
