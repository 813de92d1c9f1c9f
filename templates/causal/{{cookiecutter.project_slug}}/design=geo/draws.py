"""All draws that were possible: what each would have told, and their figure."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from groundrules import charts
from groundrules.quasi import form, geo

import diagnostics
from design import PLAN
from gather import PANEL

charts.use()


def effects(panel=PANEL, plan=PLAN):
    """Return the effect that each possible draw would have told; the true one first."""
    asked = form.load(plan)
    weeks = diagnostics.weekly(asked, panel)
    after = weeks.index >= pd.Timestamp(asked.treatment_start)
    moved = weeks[after].mean() - weeks[~after].mean()
    places = geo.places(asked.assignment.blocks, tuple(weeks.columns))
    chosen = np.asarray(weeks.columns.isin(asked.treated))
    return geo.draws(places, chosen).effects(moved.to_numpy())


def figure(effects, unit):
    """Return what all possible draws would have told, with the true one marked."""
    drawn, axes = plt.subplots(figsize=(7, 2.5))
    axes.hist(effects[1:], bins=40)
    axes.axvline(effects[0], color="0.2", linewidth=2)
    axes.set(xlabel=unit, ylabel="draws")
    share = (abs(effects) >= abs(effects[0]) - 1e-9).mean()
    charts.describe(
        drawn,
        f"The true draw tells {effects[0]:.1f} {unit}; {100 * share:.2g} % of all draws are as far "
        "from zero.",
    )
    return drawn
