"""What is this design's own: its plan, what the programme costs, and the courses compared."""

import pandas as pd
from groundrules.quasi import form, synthetic
from groundrules.quasi.cells import read
from groundrules.quasi.panel import panel as made_of

from gather import HERE, PANEL

PLAN = HERE / "quasi.yaml"
COST = 700.0  # EUR a week in each treated market


def courses(panel=PANEL, plan=PLAN):
    """Return each week's outcome of the treated market and of its synthetic control."""
    made = balanced(panel, plan)
    own = made.values[:, made.treated][:, 0]
    gap = synthetic.placebo(made).treated.gaps
    return pd.DataFrame(
        {"treated": own, "synthetic control": own - gap}, index=pd.to_datetime(made.periods)
    )


def balanced(panel=PANEL, plan=PLAN):
    """Return the panel as `groundrules quasi` sees it, weeks by markets."""
    asked = form.load(plan)
    return made_of(asked, read(asked, str(panel), lambda _: None))
