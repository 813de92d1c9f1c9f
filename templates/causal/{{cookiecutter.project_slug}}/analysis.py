"""From the panel to the answer: the result of quasi.yaml, the diagnostics, and what it is worth."""

import pandas as pd
from groundrules.quasi import form, quasi

import diagnostics
from design import COST, PLAN
from gather import DATA, PANEL

MARKETS = DATA / "markets.csv"
MARGIN = 0.3  # of revenue, what is left after the goods
WEEKS_A_YEAR = 52


def look(panel=PANEL, plan=PLAN, markets=MARKETS):
    """Return the result of quasi.yaml on a panel, and diagnostics; none where a guard refuses."""
    result = quasi(plan, str(panel), lambda _: None)
    if result.estimate is None:
        return result, []
    return result, diagnostics.diagnostics(plan, panel, markets)


def verdict(result, found):
    """Return the verdict: that of the result, unless a diagnostic says that the design fails."""
    return "assumption fails" if failing(found) else result.verdict


def failing(found):
    """Return the diagnostics that do not hold."""
    return [one for one in found if one.holds is False]


def worth(result, plan=PLAN, markets=MARKETS):
    """Return EUR a year in the treated markets, after the cost: low, estimate, high.

    None is unbounded. The effect counts as the same for each inhabitant of a treated market.
    """
    treated = form.load(plan).treated
    people = pd.read_csv(markets).set_index("market").loc[treated, "inhabitants"].sum()
    ends = (result.estimate.lower, result.estimate.effect, result.estimate.upper)
    cost = COST * len(treated)
    return tuple(
        None if end is None else WEEKS_A_YEAR * (MARGIN * end * people / 1000 - cost)
        for end in ends
    )


def answer(result, found, plan=PLAN, markets=MARKETS):
    """Return the answer in Markdown: the effect in its unit and in money, or why there is none."""
    if result.estimate is None:
        mends = "; ".join(f"{one.what}: {one.mend}" for one in result.refusals)
        return f"**{result.answer}** {mends}."
    if failing(found):
        said = "; ".join(f"{one.name}: {one.said}" for one in failing(found))
        return f"**The design does not hold.** {said}. {form.load(plan).if_assumption_fails}"
    if result.verdict == "assumption fails":
        return f"**{result.answer}**"
    return f"**{result.answer}** {in_money(worth(result, plan, markets))}"


def in_money(ends):
    """Return what `worth` says, in words."""
    low, middle, high = (None if end is None else f"{end:+,.0f}" for end in ends)
    return (
        f"In the treated markets that is {middle} EUR a year after its cost, "
        f"from {low or 'no lower bound'} to {high or 'no upper bound'}."
    )


def assumptions(result, found):
    """Return a table of all that was tested: what was seen, and what the test cannot see."""
    marks = {True: "not refuted", False: "FAILS", None: "shown"}
    rows = [(one.name, marks[one.holds], one.shown, one.limits) for one in result.checks]
    rows += [(one.name, marks[one.holds], one.said, "") for one in found]
    return pd.DataFrame(rows, columns=["assumption", "verdict", "seen", "what it cannot see"])
