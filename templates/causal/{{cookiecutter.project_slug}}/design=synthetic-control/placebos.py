"""Every donor as a placebo, treated in turn: its gap to its own control, and their figure."""

import matplotlib.pyplot as plt
import pandas as pd
from groundrules import charts
from groundrules.quasi import form, synthetic

from design import PLAN, balanced
from figures import time_axis
from gather import PANEL

charts.use()


def gaps(panel=PANEL, plan=PLAN):
    """Return each week's gap to the own synthetic control: of the treated market and each donor."""
    made = balanced(panel, plan)
    found = synthetic.placebo(made)
    names = [form.load(plan).treated[0], *synthetic.donor_names(made)]
    fits = [found.treated, *found.donors]
    apart = {name: fit.gaps for name, fit in zip(names, fits, strict=True)}
    return pd.DataFrame(apart, index=pd.to_datetime(made.periods))


def figure(apart, start, unit):
    """Return the treated market's gap among those of the donors, each treated in turn."""
    drawn, axes = plt.subplots(figsize=(7, 3))
    treated, *donors = apart.columns
    axes.plot(apart.index, apart[donors], color="0.75", linewidth=0.8, linestyle="-")
    axes.plot(apart.index, apart[treated], linewidth=2, color="C0", linestyle="-", label=treated)
    time_axis(axes, start)
    axes.set(ylabel=f"gap, {unit}")
    charts.label_lines(axes)
    after = apart[apart.index >= pd.Timestamp(start)].mean()
    charts.describe(
        drawn,
        f"After the start the mean gap of {treated} is {after[treated]:.1f}; those of "
        f"{len(donors)} donors are {after[donors].min():.1f} to {after[donors].max():.1f}.",
    )
    return drawn
