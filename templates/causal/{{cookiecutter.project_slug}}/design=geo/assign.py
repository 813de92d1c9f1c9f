"""Chooses by chance which markets are treated, and says what the experiment will find.

    python assign.py --seed 2026-02-16

Run it once, before the start, with a seed that nobody could pick for its outcome: the day of the
draw. It prints the lines of quasi.yaml. Write the fingerprint into the brief, too: who changes the
draw later would have to change it there. `python assign.py` alone holds quasi.yaml to its draw.
"""

import argparse
import sys
from datetime import date

import numpy as np
import yaml
from groundrules.quasi import draw, form, power

import diagnostics
from design import PLAN
from gather import PANEL


def before(plan, panel=PANEL):
    """Return the weeks before the start (rows) of each market (columns)."""
    weeks = diagnostics.weekly(plan, panel)
    return weeks[weeks.index < np.datetime64(plan.treatment_start)]


def assignment(plan, seed, panel=PANEL):
    """Return the keys `treated` and `assignment` of quasi.yaml: like markets paired, one drawn."""
    blocks = draw.pairs(before(plan, panel).mean().to_dict())
    treated = draw.drawn(blocks, seed)
    fingerprint = draw.fingerprint(blocks, treated, plan.treatment_start)
    return {
        "treated": treated,
        "assignment": {"blocks": blocks, "seed": seed, "sha256": fingerprint},
    }


def findable(plan, blocks, panel=PANEL):
    """Return what placebo draws of the weeks before the start find of the smallest effect."""
    past = before(plan, panel)
    places = [np.array([past.columns.get_loc(market) for market in block]) for block in blocks]
    days = date.fromisoformat(plan.window_end) - date.fromisoformat(plan.treatment_start)
    return power.simulate(
        past.to_numpy(),
        places,
        [len(block) // 2 for block in blocks],
        (days.days + 1) // 7,
        plan.minimum_effect,
        alpha=plan.alpha,
        sides=plan.sides,
    )


def main():
    parser = argparse.ArgumentParser(description="Draw the treated markets, or check the draw.")
    parser.add_argument("--seed", help="draw anew, and print the lines of quasi.yaml")
    seed = parser.parse_args().seed
    plan = form.load(PLAN)
    drawn = assignment(plan, seed or plan.assignment.seed)
    found = findable(plan, drawn["assignment"]["blocks"])
    print(
        f"# {found.experiments} placebo draws: {100 * found.false_claims:.1f} % false claims; "
        f"an effect of {plan.minimum_effect:g} is found in {100 * found.power:.0f} %, "
        f"one of {found.smallest:.1f} in 80 %"
    )
    if seed:
        print(yaml.safe_dump(drawn, allow_unicode=True, sort_keys=False, default_flow_style=None))
    elif (plan.treated, plan.assignment.sha256) != (
        drawn["treated"],
        drawn["assignment"]["sha256"],
    ):
        sys.exit("quasi.yaml does not treat whom these data and its seed draw")


if __name__ == "__main__":
    main()
