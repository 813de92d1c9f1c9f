"""How often projects of the template `causal` are wrong: python benchmarks/causal_worlds.py [WORLDS [DESIGN…]]

A world is what a new project's own maker of data makes of a seed: once with no effect, once with the planted one. It is
gathered by the project's SQL and judged by the project's analysis, `groundrules quasi` and diagnostics, all in this
process; of a geo experiment the project's `assign.py` draws the markets of each world first. Left out are the CSV files
between maker and SQL, which change nothing. Of each design a table tells how often an effect is called where there is
none, the interval holds the planted effect, the planted effect is called, and a test of an assumption speaks in a
world that breaks none; with the exact 95 % intervals of these shares (Clopper, Pearson).
"""

from __future__ import annotations

import importlib
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from groundrules import documents, scaffold
from groundrules.quasi import form
from groundrules.readout.simulated.tally import Rate

DESIGNS = ("difference-in-differences", "geo", "synthetic-control")
WORLDS = 400
MODULES = ("make_data", "gather", "diagnostics", "analysis", "assign")


@dataclass(frozen=True)
class Judged:
    """What a project says of one world."""

    verdict: str
    p: float
    holds: bool
    """Whether the interval holds the true effect."""
    spoke: frozenset[str]
    """The checks and diagnostics that do not hold."""


class Project:
    """A project of one design, in a folder of its own."""

    def __init__(self, folder: Path, modules: dict[str, Any]) -> None:
        self.folder = folder
        self.modules = modules
        self.panel = folder / "build" / "panel.parquet"
        self.panel.parent.mkdir(exist_ok=True)
        self.file = folder / "quasi.yaml"
        self.written = yaml.safe_load(self.file.read_text(encoding="utf-8"))
        self.plan = form.load(self.file)
        self.connection = duckdb.connect()
        self.query = (folder / "sql" / "panel.sql").read_text(encoding="utf-8")

    @property
    def planted(self) -> float:
        """The effect that the maker plants."""
        return float(self.modules["make_data"].EFFECT)

    def judge(self, seed: int, effect: float) -> Judged:
        """Make a world and judge it."""
        analysis = self.modules["analysis"]
        drawn = self._draw(seed) if self.plan.design == "geo" else {}
        self._gather(seed=seed, effect=effect, **drawn)
        result, beside = analysis.look(self.panel, self.file, self.folder / "data" / "markets.csv")
        if result.estimate is None:
            raise SystemExit(f"seed {seed}: {result.answer}")
        low, high = result.estimate.lower, result.estimate.upper
        holds = (low is None or low <= effect) and (high is None or effect <= high)
        checks = [one.name for one in result.checks if one.holds is False]
        spoke = frozenset([*checks, *(one.name for one in analysis.failing(beside))])
        return Judged(analysis.verdict(result, beside), result.estimate.p, holds, spoke)

    def _draw(self, seed: int) -> dict[str, list[str]]:
        """Write the plan of this world's own draw, from its weeks before the start."""
        self._gather(seed=seed, effect=0.0)
        drawn = self.modules["assign"].assignment(self.plan, f"world {seed}", self.panel)
        self.file.write_text(documents.written({**self.written, **drawn}), encoding="utf-8")
        return {"treated": drawn["treated"]}

    def _gather(self, **asked: Any) -> None:
        """Write the panel of a world's tables, by the project's SQL."""
        for name, table in self.modules["make_data"].make(**asked).items():
            self.connection.register(name, table)
        self.connection.sql(self.query).write_parquet(str(self.panel))


@contextmanager
def project(design: str) -> Iterator[Project]:
    """Make a project and import its modules, which go by the same names in every design."""
    with tempfile.TemporaryDirectory() as aside:
        folder = scaffold.new("causal", Path(aside), {"design": design}, no_input=True)
        paths = [str(folder), str(folder / "data")]
        sys.path[:0] = paths
        names = [name for name in MODULES if name != "assign" or design == "geo"]
        try:
            yield Project(folder, {name: importlib.import_module(name) for name in names})
        finally:
            for name, module in list(sys.modules.items()):
                if str(getattr(module, "__file__", None)).startswith(str(folder)):
                    del sys.modules[name]
            sys.path[:] = [path for path in sys.path if path not in paths]


def table(plan: form.Plan, null: Sequence[Judged], planted: Sequence[Judged]) -> Iterator[str]:
    """Yield the lines of a design's table."""
    for name, worlds, of in (("none", null, null), ("the planted effect", planted, planted)):
        called = sum(one.verdict == "effect" for one in worlds)
        yield _line(f'"effect" called, {name} there', called, len(of))
    yield _line(
        f"p at most {plan.alpha:g}, none there", sum(one.p <= plan.alpha for one in null), len(null)
    )
    yield _line(
        "interval holds the planted effect", sum(one.holds for one in planted), len(planted)
    )
    failed = sum(one.verdict == "assumption fails" for one in null)
    yield _line('"assumption fails", no effect there', failed, len(null))
    for name in sorted({name for one in [*null, *planted] for name in one.spoke}):
        count = sum(name in one.spoke for one in null)
        yield _line(f"{name} speaks, no effect there", count, len(null))


def _line(what: str, count: int, of: int) -> str:
    rate = Rate(count, of, promised=float("nan"))
    low, high = rate.interval
    return f"| {what} | {count} of {of} | {rate.share:.1%} | {low:.1%} to {high:.1%} |"


def main(words: Sequence[str]) -> int:
    """Judge the worlds of each design, tell how far it is, print the tables."""
    worlds = int(words[0]) if words else WORLDS
    for design in words[1:] or DESIGNS:
        if design not in DESIGNS:
            raise SystemExit(f"{design}: no design; there are {', '.join(DESIGNS)}")
        null, planted, began = [], [], time.monotonic()
        with project(design) as made:
            for seed in range(worlds):
                null.append(made.judge(seed, 0.0))
                planted.append(made.judge(seed, made.planted))
                if seed % 10 == 9:
                    print(
                        f"\r{design}: {seed + 1} of {worlds} ", end="", file=sys.stderr, flush=True
                    )
            print(f"\n{design}, {worlds} worlds in {time.monotonic() - began:.0f} s\n", flush=True)
            print("| what | worlds | share | 95 % interval |\n|---|---|---|---|")
            for line in table(made.plan, null, planted):
                print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
