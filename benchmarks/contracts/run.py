"""Contracts beside their peers: python benchmarks/contracts/run.py

Makes a Parquet file of 11 columns (10 million rows unless told), has `groundrules validate` and each peer
that is installed hold it to the same 23 promises, and prints one Markdown table: CPU, wall time and peak
memory, and the CPU as a ratio to one query written by hand. `--rows 100_000_000 --no-peers` shows that
memory is bounded.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from measure import Cost, cost, progress, tool  # noqa: E402 -- the benchmarks are no package
from promises import MAKE  # noqa: E402

PACKAGES = {
    "handwritten": "duckdb",
    "pandera_pandas": "pandera",
    "pandera_polars": "polars",
    "pandera_ibis": "ibis",
    "pointblank": "pointblank",
    "cuallee": "cuallee",
    "great_expectations": "great_expectations",
}


def kept(command: list[str]) -> bool:
    """Whether a peer says that the promises are kept: one that says otherwise is not measured."""
    return subprocess.run(command, cwd=HERE, capture_output=True).returncode == 0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rows", type=lambda text: int(text.replace("_", "")), default=10_000_000)
    parser.add_argument("--runs", type=int, default=3, help="runs of each (default: 3)")
    parser.add_argument("--no-peers", action="store_true", help="groundrules and the query alone")
    args = parser.parse_args()
    rows: list[tuple[str, Cost]] = []
    with tempfile.TemporaryDirectory() as place:
        file = f"{place}/orders.parquet"
        progress("making the table")
        duckdb.execute(MAKE.format(rows=args.rows, file=file))
        size = Path(file).stat().st_size
        ours = tool("groundrules", "validate", file, "--contract", "contract.py:Orders")
        commands = {"groundrules": ours, "groundrules on polars": [*ours, "--engine", "polars"]}
        if find_spec("pyspark") and not args.no_peers:
            commands["groundrules on Spark"] = [*ours, "--engine", "spark"]
        for name, package in PACKAGES.items():
            if args.no_peers and name != "handwritten":
                continue
            if find_spec(package) is None:
                sys.stderr.write(f"{name}: {package} is not installed\n")
                continue
            commands[name] = [sys.executable, "-W", "ignore", "peers.py", name, file]
        for name, command in commands.items():
            progress(name)
            if not kept(command):
                sys.stderr.write(f"{name}: does not find the promises kept, left out\n")
                continue
            costs = sorted((cost(command, HERE) for _ in range(args.runs)), key=lambda c: c.cpu)
            rows.append((name, costs[len(costs) // 2]))
    progress("")
    base = dict(rows)["handwritten"].cpu
    print(f"{args.rows:,} rows, {size / 1e6:,.0f} MB of Parquet\n")
    print(
        "| who | CPU s | wall s | peak MB | CPU, as a ratio to the query by hand |\n|---|---|---|---|---|"
    )
    for name, spent in rows:
        print(
            f"| {name} | {spent.cpu:.3g} | {spent.wall:.3g} | {spent.peak:,.0f} | {spent.cpu / base:.2f} |"
        )


if __name__ == "__main__":
    main()
