"""CPU of `groundrules check` beside `ruff check`, as a ratio: python benchmarks/check_vs_ruff.py FOLDER

Runs the two in turn, several times, on the .py and .ipynb files of FOLDER, and prints the median of
the ratios, pair by pair. CPU is user and system time of the whole process, children included.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PAIRS = 5


def cpu(command: list[str], cwd: Path) -> float:
    """Return the CPU seconds of one run; findings are no failure."""
    before = os.times()
    subprocess.run(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    after = os.times()
    return (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )


def main(folder: Path) -> None:
    """Measure and print."""
    tools = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as aside:
        files = [p for p in folder.rglob("*") if p.suffix in (".py", ".ipynb") and p.is_file()]
        for number, path in enumerate(files):
            (Path(aside) / f"{number:05}{path.suffix}").write_bytes(path.read_bytes())
        ours = [str(tools / "groundrules"), "check", "--format", "concise", "."]
        ruff = [str(tools / "ruff"), "check", "--no-cache", "--isolated", "--exit-zero", "."]
        ratios = []
        for _ in range(PAIRS + 1):
            one, other = cpu(ours, Path(aside)), cpu(ruff, Path(aside))
            ratios.append(one / other)
    ratios = ratios[1:]  # the first pair warms the disk
    print(
        f"{len(files)} files; groundrules / ruff, CPU: median {statistics.median(ratios):.2f} "
        f"(from {min(ratios):.2f} to {max(ratios):.2f}, {PAIRS} pairs)"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
