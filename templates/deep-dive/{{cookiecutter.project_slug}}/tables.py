"""The tables of the report; the notebook says in which units their columns are."""

import pandas as pd

from analysis import aggregate, tree
from words import signed

OF_ALL = {"volume": "users", "mix": "mix of users"}


def name(segment, part):
    """Return what a part is called in figures and tables."""
    return OF_ALL[part] if segment == "all" else f"{part}, {segment}"


def parts(found):
    """Return the change by part over all segments, with its sum."""
    shown = tree(found).rename(index=OF_ALL)
    shown.loc["all of it"] = shown.sum()
    return shown


def largest(found, most=10):
    """Return the largest parts: value, low, high, and p as it is written."""
    held = found.largest(most)
    p = ["< 0.0001" if one < 0.0001 else f"{one:.4f}" for one in held["p_holm"]]
    shown = held[["value", "low", "high"]].assign(**{"p, by Holm": p})
    shown.index = pd.Index([name(*key) for key in held.index], name="part")
    return shown


def totals(table):
    """Return the rates over all segments, each in its unit, written out."""
    forms = {"fill rate": "{:.1%}", "price": "{:.2f}"}
    names = {"price": "price, EUR per 1,000"}
    rows = []
    for rate, (before, last, change) in aggregate(table).iterrows():
        both = (forms.get(rate, "{:.3f}").format(one) for one in (before, last))
        rows.append((names.get(rate, rate), *both, signed(change, ".1%")))
    return pd.DataFrame(rows, columns=["rate", "before", "last week", "change"]).set_index("rate")
