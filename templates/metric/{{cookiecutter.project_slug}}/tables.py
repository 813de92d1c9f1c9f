"""The tables of the report; the notebook says in which units their columns are."""

import pandas as pd

pd.set_option("display.max_colwidth", None)  # what is said is said as a whole


def changes(found):
    """Return what of the definition changes that changes its number."""
    rows = [(one["part"], one["old"], one["new"]) for one in found["changes"] if one["number"]]
    columns = ["part", *(f"version {number}" for number in found["versions"])]
    return pd.DataFrame(rows, columns=columns).set_index("part")


def weeks(found):
    """Return the whole weeks: a user by both versions, and totals beside what finance booked."""
    table = pd.DataFrame(found["weeks"])
    table = table[table["whole"]].set_index("week")
    table["off"] = table["off"].round(6) + 0.0  # what floats leave is no difference, and no -0
    shown = ["users", "old", "new", "total", "off"]
    old, new = (f"version {one}" for one in found["versions"])
    names = ["users", old, new, f"total of {new}", "beside finance"]
    return table[shown].set_axis(names, axis="columns")


def effect(found):
    """Return what is found by each version, and users for the effect that version 1 finds."""
    one = found["smallest_effect"]
    return pd.DataFrame(
        {"smallest effect": [one["old"], one["new"]], "users for the same": [1.0, one["units"]]},
        index=[f"version {number}" for number in found["versions"]],
    )


def plans(found):
    """Return the plans that name the metric, when they run, and what each has to change."""
    rows = [(one["plan"], one["role"], _when(one), one["change"]) for one in found["plans"]]
    return pd.DataFrame(rows, columns=["plan", "role", "when", "change"]).set_index("plan")


def _when(plan):
    starts = plan["state"] == "starts later"
    return f"starts {plan['start']}" if starts else f"{plan['state']}, until {plan['end']}"
