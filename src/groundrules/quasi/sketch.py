"""A plan to begin with; every line of it is to be read, and most are to be changed."""

from __future__ import annotations

from groundrules.quasi import draw

_PLAN = """\
# Written before the data of the treated periods are seen; what each key means: standards/schema/quasi.json
hypothesis: The new delivery promise raises weekly revenue in the markets that got it.
owner: name of a person
decision: Roll out everywhere if the effect reaches the minimum below; otherwise stop.
design: {design}
outcome:
  column: revenue
  unit: EUR a week
  aggregation: sum          # none (one row of each unit and period), sum, mean, count
  empty_cells: refuse       # or zero, where no row means that nothing was sold
unit: market
time: day
period: week                # day, week (from Monday), month, quarter, year; number for whole numbers
treated: {treated}
treatment_start: 2026-03-02 # the first day of the first treated period
window_end: 2026-04-26      # the last day that is analysed, fixed now
# window_start: 2025-09-01  # default: the data's first day
# leave_out: [Faro]         # neither treated nor a control: another start, another event
# treatment: is_treated     # a column of 0 and 1, if there is one
pre_periods: {before}
minimum_effect: 500         # in the outcome's unit
alpha: 0.05
sides: two-sided            # greater, less
assumption_alpha: 0.1       # the level of all tests of the assumptions together
{more}if_assumption_fails: No roll-out on this evidence; a randomised geo experiment is planned instead.
"""
_GEO = """\
assignment:
  # `groundrules.quasi.draw` pairs and draws; here with draw.drawn(blocks, seed="2026-02-16")
  blocks:
{blocks}  seed: "2026-02-16"
  sha256: {fingerprint}
# spend: {{column: campaign_spend, planned: 60000, within: 0.1}}  # nothing before the start, nothing elsewhere
treatment: is_treated       # a column of 0 and 1: what happened in the data
"""
_PAIRS = [
    ["Lisboa", "Porto"],
    ["Amadora", "Braga"],
    ["Coimbra", "Setubal"],
    ["Aveiro", "Funchal"],
    ["Evora", "Faro"],
    ["Leiria", "Viseu"],
]


def sketch(design: str) -> str:
    """Return the YAML of a draft."""
    if design == "geo":
        return _geo()
    synthetic = design == "synthetic-control"
    more = "largest_rmspe: 300          # how far the control may be off before the start\n"
    return _PLAN.format(
        design=design,
        treated="[Lisboa]" if synthetic else "[Lisboa, Porto]",
        before=20 if synthetic else 12,
        more=more if synthetic else "",
    )


def _geo() -> str:
    treated = draw.drawn(_PAIRS, "2026-02-16")
    fingerprint = draw.fingerprint(_PAIRS, treated, "2026-03-02")
    blocks = "".join(f"    - [{', '.join(pair)}]\n" for pair in _PAIRS)
    made = _PLAN.format(
        design="geo",
        treated=f"[{', '.join(treated)}]",
        before=12,
        more=_GEO.format(blocks=blocks, fingerprint=fingerprint),
    )
    made = made.replace("# treatment: is_treated     # a column of 0 and 1, if there is one\n", "")
    made = made.replace("assumption_alpha: 0.1  ", "assumption_alpha: 0.01 ")  # chance was the draw
    return made.replace(
        "No roll-out on this evidence; a randomised geo experiment is planned instead.",
        "No roll-out on this evidence; the draw and the data are looked into first.",
    )
