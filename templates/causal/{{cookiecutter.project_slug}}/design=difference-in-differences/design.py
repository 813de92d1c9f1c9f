"""What is this design's own: its plan, what the delivery costs, and the courses compared."""

import pandas as pd
from groundrules.quasi import form

import diagnostics
from gather import HERE, PANEL

PLAN = HERE / "quasi.yaml"
COST = 950.0  # EUR a week in each treated market


def courses(panel=PANEL, plan=PLAN):
    """Return each week's mean outcome of the treated markets and of the others."""
    asked = form.load(plan)
    weeks = diagnostics.weekly(asked, panel)
    side = weeks.columns.isin(asked.treated)
    return pd.DataFrame(
        {"treated": weeks.loc[:, side].mean(axis=1), "others": weeks.loc[:, ~side].mean(axis=1)}
    )
