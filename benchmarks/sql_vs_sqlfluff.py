"""Lines of SQL per second beside sqlfluff: python benchmarks/sql_vs_sqlfluff.py FOLDER [DIALECT] [FILES]

Takes FILES (40) of the .sql files of FOLDER, spread evenly, the same for both, and runs `groundrules
check` with every SQL rule on and `sqlfluff lint` with its default rules, in turn, several times. Prints the
lines per second of CPU of each, and the median of the ratios, pair by pair. CPU is user and system time of
the whole process, and MB the peak.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from measure import cost, tool

PAIRS = 3


def main(folder: Path, dialect: str, count: int) -> None:
    """Measure and print."""
    ours = ["check", "--no-cache", "-j", "1", "--select", "SQL", "--format", "concise", "."]
    theirs = ["lint", "--dialect", dialect, "--processes", "1", "."]
    with tempfile.TemporaryDirectory() as aside:
        files = sorted(p for p in folder.rglob("*.sql") if p.is_file())
        files = files[:: max(len(files) // count, 1)][:count]
        lines = 0
        for number, path in enumerate(files):
            data = path.read_bytes()
            lines += data.count(b"\n")
            (Path(aside) / f"{number:05}.sql").write_bytes(data)
        runs = [
            (
                cost(tool("groundrules", *ours), Path(aside)),
                cost(tool("sqlfluff", *theirs), Path(aside)),
            )
            for _ in range(PAIRS)
        ]
    ratios = [other.cpu / one.cpu for one, other in runs]
    rates = [lines / statistics.median(one.cpu for one in side) for side in zip(*runs, strict=True)]
    print(
        f"{len(files)} files, {lines} lines; groundrules {rates[0]:,.0f} lines/s and "
        f"{runs[-1][0].peak:.0f} MB, sqlfluff {rates[1]:,.0f} lines/s and {runs[-1][1].peak:.0f} MB; ratio: "
        f"median {statistics.median(ratios):.0f} (from {min(ratios):.0f} to {max(ratios):.0f}, {PAIRS} pairs)"
    )


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        sys.argv[2] if len(sys.argv) > 2 else "ansi",
        int(sys.argv[3]) if len(sys.argv) > 3 else 40,
    )
