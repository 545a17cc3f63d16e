"""``mlgate`` as a process."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

INTERRUPTED = 130

_YOUNG = 100_000
"""Objects made before the collector looks for garbage; its own 700 have it look at every module again and again."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. An interrupt is answered from the first moment on, while modules load.

    Without ``arguments`` it is the whole of a process, and takes the line and the collector's settings as its own.
    """
    if arguments is None:
        gc.set_threshold(_YOUNG, 20, 20)
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "1"  # what is installed beside mlgate has no say in what is valid
    try:
        from mlgate.cli.process import run  # noqa: PLC0415 - loading takes long enough to be interrupted

        return run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\nwhat was recorded stays recorded: mlgate log\n")
        return INTERRUPTED
    finally:
        if arguments is None:
            gc.freeze()  # what is left goes with the process: nobody waits for it to be searched once more


if __name__ == "__main__":
    sys.exit(main())
