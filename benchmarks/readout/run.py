"""The readout beside its peers: python benchmarks/readout/run.py

Makes orders (20 million rows unless told) of one twentieth as many users, has `groundrules readout` and a
plain script on each peer estimate the same three metrics with CUPED, and prints one Markdown table: CPU,
wall time and peak memory, and CPU as a ratio to the plain tea-tasting script. The scripts guard nothing.
cluster-experiments may live in an environment of its own: --peer-python PATH.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from make import EXPOSURES, ORDERS  # noqa: E402 -- the benchmarks are no package
from measure import Cost, cost, progress, tool  # noqa: E402


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--events", type=lambda text: int(text.replace("_", "")), default=20_000_000
    )
    parser.add_argument("--runs", type=int, default=3, help="runs of each (default: 3)")
    parser.add_argument("--peer-python", default=sys.executable, help="of cluster-experiments")
    parser.add_argument("--spark", action="store_true", help="measure the readout on Spark, too")
    args = parser.parse_args()
    rows: list[tuple[str, Cost]] = []
    with tempfile.TemporaryDirectory() as place:
        progress("making the tables")
        for query in (EXPOSURES, ORDERS):
            duckdb.execute(query.format(users=args.events // 20, events=args.events, folder=place))
        ours = tool("groundrules", "readout", "plan.yaml", place)
        commands = {
            "tea-tasting, a plain script": [sys.executable, "plain_tea_tasting.py", place],
            "cluster-experiments, a plain script": [
                args.peer_python,
                "plain_cluster_experiments.py",
                place,
            ],
            "groundrules readout": ours,
        }
        if args.spark:
            commands["groundrules readout on Spark"] = [*ours, "--engine", "spark"]
        for name, command in commands.items():
            progress(name)
            if subprocess.run(command, cwd=HERE, capture_output=True, check=False).returncode:
                sys.stderr.write(f"{name}: does not run here, left out\n")
                continue
            costs = sorted((cost(command, HERE) for _ in range(args.runs)), key=lambda c: c.cpu)
            rows.append((name, costs[len(costs) // 2]))
    progress("")
    base = dict(rows)["tea-tasting, a plain script"]
    print(f"{args.events:,} rows of orders, {args.events // 20:,} users\n")
    print(
        "| who | CPU s | wall s | peak MB | CPU ratio | memory ratio |\n|---|---|---|---|---|---|"
    )
    for name, spent in rows:
        print(
            f"| {name} | {spent.cpu:.3g} | {spent.wall:.3g} | {spent.peak:,.0f} | "
            f"{spent.cpu / base.cpu:.2f} | {spent.peak / base.peak:.2f} |"
        )


if __name__ == "__main__":
    main()
