"""Lines of SQL per second beside sqlfluff: python benchmarks/sql_vs_sqlfluff.py FOLDER [DIALECT] [FILES]

Takes FILES (40) of the .sql files of FOLDER, spread evenly, the same for both, and runs `groundrules
check` with every SQL rule on and `sqlfluff lint` with its default rules, in turn, several times. Prints the
lines per second of CPU of each, and the median of the ratios, pair by pair. CPU is user and system time of
the whole process.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from check_vs_ruff import cpu

PAIRS = 3


def main(folder: Path, dialect: str, count: int) -> None:
    """Measure and print."""
    tools = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as aside:
        files = sorted(p for p in folder.rglob("*.sql") if p.is_file())
        files = files[:: max(len(files) // count, 1)][:count]
        lines = 0
        for number, path in enumerate(files):
            data = path.read_bytes()
            lines += data.count(b"\n")
            (Path(aside) / f"{number:05}.sql").write_bytes(data)
        ours = [str(tools / "groundrules"), "check", "--no-cache", "-j", "1"]
        ours += ["--select", "SQL", "--format", "concise", "."]
        theirs = [str(tools / "sqlfluff"), "lint", "--dialect", dialect, "--processes", "1", "."]
        runs = [(cpu(ours, Path(aside)), cpu(theirs, Path(aside))) for _ in range(PAIRS)]
    ratios = [other / one for one, other in runs]
    rates = [lines / statistics.median(times) for times in zip(*runs, strict=True)]
    print(
        f"{len(files)} files, {lines} lines; groundrules {rates[0]:,.0f} lines/s, sqlfluff "
        f"{rates[1]:,.0f} lines/s; ratio: median {statistics.median(ratios):.0f} "
        f"(from {min(ratios):.0f} to {max(ratios):.0f}, {PAIRS} pairs)"
    )


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        sys.argv[2] if len(sys.argv) > 2 else "ansi",
        int(sys.argv[3]) if len(sys.argv) > 3 else 40,
    )
