"""Run a command and write what it cost: `python launcher.py COST COMMAND…`.

A process starts with the peak memory of the one that started it, so commands are started
from this one, which imports next to nothing, and not from the evaluator.
"""

import json
import resource
import subprocess
import sys
import time


def main(cost: str, command: list[str]) -> int:
    """Write seconds and peak memory (KiB) of the command to `cost`; return its exit code."""
    started = time.perf_counter()
    code = subprocess.run(command, check=False).returncode
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with open(cost, "w") as file:  # noqa: PTH123
        json.dump({"seconds": seconds, "peak_kib": peak}, file)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
