"""The pipeline template at size: python benchmarks/pipeline/run.py

Makes its project twice, on DuckDB and on local Spark, with the same raw events (10 million deliveries unless told),
and holds both to: the planted truth; equal output, exact; two reruns that change no byte; kills at random moments,
each resumed to the same rows. Prints what each costs beside one plain DuckDB script. Exits 1 where one does not hold.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from measure import Cost, cost, progress  # noqa: E402 -- the benchmarks are no package

from groundrules import scaffold  # noqa: E402
from groundrules.reconcile import reconcile  # noqa: E402

UNTIL = date(2024, 3, 21)
DAYS, TWICE = 21, 0.03
BUILD = [sys.executable, "pipeline.py", "--until", f"{UNTIL}"]
KEYS = {"user_day": ["day", "user_id", "currency"], "metric_day": ["day", "metric"]}


def projects(place: Path, rows: int, engines: list[str]) -> dict[str, Path]:
    """Return a project for each engine, all with the same raw events."""
    made = {
        engine: scaffold.new("pipeline", place / engine, {"engine": engine}, no_input=True)
        for engine in engines
    }
    first, *others = made.values()
    events = str(round(rows / DAYS / (1 + TWICE)))
    subprocess.run([sys.executable, "data/make_data.py", "--events", events], cwd=first, check=True)
    for other in others:
        for day in (first / "raw").glob("day=*"):
            shutil.copytree(day, other / "raw" / day.name, copy_function=os.link)
    return made


def state(project: Path) -> dict[str, str]:
    """Return the hash of each file of the output."""
    files = sorted((project / "out").rglob("*.parquet"))
    return {
        str(file.relative_to(project)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }


def same(one: Path, other: Path) -> list[str]:
    """Return what the output of two projects differs in; nothing is let pass."""
    found = []
    for table, key in KEYS.items():
        result = reconcile(one / "out" / table, other / "out" / table, key=key, partition=["day"])
        print(f"{table}: {result.a.rows:,} rows and {result.b.rows:,}; agree: {result.agree}")
        found += [] if result.agree else [f"{table} of {one} and {other} differ"]
    return found


def is_true(project: Path) -> bool:
    """Whether the source's own count of each day is what the table holds."""
    queries = {
        f"query_{letter}": (project / "sql" / f"{name}_by_day.sql").read_text(encoding="utf-8")
        for letter, name in (("a", "raw"), ("b", "user_day"))
    }
    result = reconcile(project / "raw", project / "out/user_day", key=["event_day"], **queries)
    told = {one.name: one.sum_b for one in result.columns if one.is_number}
    print(f"source and table: {told}; agree: {result.agree}")
    return result.agree


def killed(project: Path, wall: float, luck: random.Random) -> str | None:
    """Kill a build from nothing at a random moment, and resume it; return how far it had come; None: it had ended."""
    shutil.rmtree(project / "out")
    after = wall * luck.uniform(0.15, 0.95)
    with subprocess.Popen(BUILD, cwd=project, stdout=subprocess.DEVNULL) as running:
        try:
            running.wait(after)
            return None
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
    time.sleep(1)  # Java ends when nobody speaks to it
    done = len(list((project / "out").rglob("part.parquet")))
    subprocess.run(BUILD, cwd=project, check=True, stdout=subprocess.DEVNULL)
    return f"{done} of {2 * DAYS} days"


def try_one(engine: str, project: Path, kills: int, wrong: list[str]) -> dict[str, Cost]:
    """Build, rerun twice, kill and resume; return what it cost."""
    progress(f"{engine}: building")
    costs = {engine: cost(BUILD, project)}
    print(f"{engine}: built; {costs[engine]}", flush=True)
    if not is_true(project):
        wrong.append(f"{engine}: the table is not what the source is")
    made = state(project)
    for _ in range(2):
        costs[f"{engine}, a rerun with nothing stale"] = cost(BUILD, project)
        if state(project) != made:
            wrong.append(f"{engine}: a rerun changed the output")
    late = project / "raw" / f"day={UNTIL}" / "events.parquet"
    late.rename(project / "last.parquet")
    shutil.rmtree(project / "out")
    before = [*BUILD[:-1], "2024-03-20"]
    subprocess.run(before, cwd=project, check=True, stdout=subprocess.DEVNULL)
    (project / "last.parquet").rename(late)
    costs[f"{engine}, one day more (3 days are made)"] = cost(BUILD, project)
    if same_rows(project, made):
        wrong.append(f"{engine}: a day more gave other rows than all at once")
    luck = random.Random(20240301)
    for _ in range(kills):
        progress(f"{engine}: killing")
        said = killed(project, costs[engine].wall, luck)
        differ = same_rows(project, made)
        print(f"{engine}: killed with {said} made, resumed: {differ or 'the same bytes'}")
        wrong += [f"{engine}: {differ}"] if differ else []
    return costs


def same_rows(project: Path, made: dict[str, str]) -> str:
    """Return which files are not as they were made without a kill."""
    now = state(project)
    differ = [name for name in {*now, *made} if now.get(name) != made.get(name)]
    return f"{len(differ)} files differ" if differ else ""


def main() -> int:
    """Try and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rows", type=lambda text: int(text.replace("_", "")), default=10_000_000)
    parser.add_argument("--kills", type=int, default=3, help="of each engine (default: 3)")
    parser.add_argument("--engines", nargs="+", default=["duckdb", "spark"])
    args = parser.parse_args()
    wrong: list[str] = []
    costs: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as place:
        made = projects(Path(place), args.rows, args.engines)
        first = next(iter(made.values()))
        (Path(place) / "plain").mkdir()
        plain = [sys.executable, str(HERE / "plain.py"), str(first / "raw"), f"{place}/plain"]
        costs["one plain DuckDB script"] = cost(plain, Path(place))
        for engine, project in made.items():
            costs |= try_one(engine, project, args.kills, wrong)
        for other in list(made.values())[1:]:
            wrong += same(first, other)
        size = sum(file.stat().st_size for file in (first / "raw").rglob("*.parquet")) / 1e6
    base = costs["one plain DuckDB script"]
    print(f"\n{args.rows:,} deliveries in {DAYS} days, {size:,.0f} MB of Parquet\n")
    print("| who | CPU s | wall s | peak MB | CPU, wall and peak beside the plain script |")
    print("|---|---|---|---|---|")
    for name, spent in costs.items():
        ratios = (spent.cpu / base.cpu, spent.wall / base.wall, spent.peak / base.peak)
        beside = " · ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"| {name} | {spent.cpu:.3g} | {spent.wall:.3g} | {spent.peak:,.0f} | {beside} |")
    print("\n" + ("\n".join(wrong) or "all holds"))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
