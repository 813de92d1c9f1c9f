"""A published synthetic control, reproduced through the whole command: python benchmarks/quasi_germany.py germany.csv

germany.csv is data/germany.csv of github.com/sdfordham/pysyncon: GDP per head of 17 countries, 1960 to 2003, made by
Abadie, Diamond and Hainmueller (2015). It has no licence of its own, so it is not kept here. The weights are those that
scpi (Cattaneo, Feng, Palomba, Titiunik) finds on the simplex from GDP alone up to 1990, as printed in C. Mendez,
"Synthetic Control with Prediction Intervals" (2026). Exit code 0 where all four digits agree.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from groundrules.quasi import quasi

PUBLISHED = {
    "Austria": 0.2911,
    "USA": 0.2728,
    "Italy": 0.1914,
    "Netherlands": 0.1330,
    "Switzerland": 0.0814,
    "France": 0.0303,
}
PLAN = """\
hypothesis: Reunification changed GDP per head in West Germany.
owner: benchmark
decision: none
design: synthetic-control
outcome: {column: gdp, unit: USD a head}
unit: country
time: year
period: number
treated: [West Germany]
treatment_start: 1991
window_end: 2003
minimum_effect: 500
alpha: 0.1
if_assumption_fails: none
"""


def main() -> int:
    """Judge the plan, print the answer and both sets of weights; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder, "quasi.yaml")
        plan.write_text(PLAN, encoding="utf-8")
        result = quasi(plan, sys.argv[1], print)
    print(result.answer)
    for check in result.checks:
        print(f"  {check.name}: {check.shown}")
    found = {one.unit: round(one.weight, 4) for one in result.weights}
    for country in sorted(PUBLISHED | found):
        print(f"{country:<14} published {PUBLISHED.get(country)}  here {found.get(country)}")
    return 0 if found == PUBLISHED else 1


if __name__ == "__main__":
    sys.exit(main())
