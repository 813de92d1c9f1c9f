"""How often quasi-experiments claim an effect, with none and with one: python benchmarks/quasi_aa.py [RUNS [DESIGN]]

Every run writes raw rows (one for each market and day, errors of a day that remember 0.8 of the last day's, and a shock
to each market and week that remembers 0.5 of the last week's), and judges them through the whole command. Printed are
the shares of runs: refused; an assumption failing; "effect" called with none there; p <= 0.05 with none there; the
interval holding an effect of 2; that effect called. The Monte Carlo error of 5 % in 1,000 runs is 0.7 points.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from groundrules.quasi import draw, quasi

DESIGNS = {  # name: design, treated markets, others
    "differences, 20 of 40": ("difference-in-differences", 20, 20),
    "differences, 3 of 23": ("difference-in-differences", 3, 20),
    "differences, 1 of 25": ("difference-in-differences", 1, 24),
    "synthetic control, 1 of 25": ("synthetic-control", 1, 24),
    "geo, 12 pairs": ("geo", 12, 12),
}
PLAN = """\
hypothesis: none
owner: benchmark
decision: none
design: {design}
outcome: {{column: y, unit: EUR, aggregation: mean}}
unit: market
time: day
period: week
treated: [{treated}]
treatment_start: 2026-03-02
window_end: 2026-04-26
minimum_effect: 10
if_assumption_fails: none
{more}"""
GEO = """\
treatment: on
assumption_alpha: 0.01
assignment: {{seed: {seed}, blocks: [{blocks}]}}
"""
EVERY = 3
"""Of so many runs without an effect one is judged with one, too."""
DAYS = pd.date_range("2025-11-10", "2026-04-26")


def remembered(rng: np.random.Generator, periods: int, markets: int, rho: float) -> np.ndarray:
    """Return errors of shape (periods, markets), of variance 1, each remembering `rho` of the last."""
    errors = rng.standard_normal((periods, markets))
    for time in range(1, periods):
        errors[time] = rho * errors[time - 1] + np.sqrt(1 - rho**2) * errors[time]
    return errors


def rows(rng: np.random.Generator, markets: int, treated: list[int], effect: float) -> pd.DataFrame:
    """Return a row for each market and day."""
    weeks = len(DAYS) // 7
    y = remembered(rng, len(DAYS), markets, 0.8) / 2
    y += np.repeat(remembered(rng, weeks, markets, 0.5), 7, axis=0)
    common = np.repeat(remembered(rng, weeks, 2, 0.9), 7, axis=0)
    y += common @ rng.random((2, markets))
    on = np.outer(DAYS >= "2026-03-02", np.isin(range(markets), treated))
    grid = pd.MultiIndex.from_product([DAYS, range(markets)], names=["day", "market"])
    frame = pd.DataFrame({"y": (y + effect * on).ravel(), "on": on.ravel().astype(int)}, index=grid)
    return frame.reset_index()


def plan_of(design: str, treated: int, others: int, run: int) -> tuple[list[int], str]:
    """Return who is treated, and the plan; a geo experiment draws anew in each run."""
    chosen, more = list(range(treated)), ""
    if design == "geo":
        blocks = [[str(place), str(place + 1)] for place in range(0, treated + others, 2)]
        chosen = sorted(map(int, draw.drawn(blocks, run)))
        pairs = ", ".join(f'["{a}", "{b}"]' for a, b in blocks)
        more = GEO.format(seed=run, blocks=pairs)
    names = ", ".join(f'"{market}"' for market in chosen)
    return chosen, PLAN.format(design=design, treated=names, more=more)


def _shares(seen: np.ndarray) -> list[float]:
    return [*seen[:, :4].mean(axis=0).tolist(), *seen[::EVERY, 4:].mean(axis=0).tolist()]


def main() -> int:
    """Run, tell how far it is, print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(
        "| design | refused | fails | effect, none there | p <= 0.05 | interval holds 2 | effect, 2 there |"
    )
    print("|---|---|---|---|---|---|---|")
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    for number, (name, (design, treated, others)) in enumerate(DESIGNS.items()):
        if not name.startswith(wanted):
            continue
        rng = np.random.default_rng([20260302, number])
        seen = np.zeros((runs, 6))
        with tempfile.TemporaryDirectory() as folder:
            plan, data = Path(folder, "quasi.yaml"), Path(folder, "data.parquet")
            for run in range(runs):
                chosen, text = plan_of(design, treated, others, run)
                plan.write_text(text, encoding="utf-8")
                if run % 50 == 0:
                    print(f"\r{name}: {run} of {runs} ", end="", file=sys.stderr, flush=True)
                for true in (0.0,) if run % EVERY else (0.0, 2.0):
                    rows(rng, treated + others, chosen, true).to_parquet(data)
                    result = quasi(plan, str(data), lambda _: None)
                    if result.estimate is None:
                        seen[run, 0] = 1
                        continue
                    low, high = result.estimate.lower or -np.inf, result.estimate.upper or np.inf
                    if true:
                        seen[run, 4:] = low <= true <= high, result.verdict == "effect"
                    else:
                        seen[run, 1] = result.verdict == "assumption fails"
                        seen[run, 2:4] = result.verdict == "effect", result.estimate.p <= 0.05
        shares = " | ".join(f"{100 * share:.1f} %" for share in _shares(seen))
        print(f"\r| {name} | {shares} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
