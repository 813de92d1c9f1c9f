"""What each guard asks, in words for a reader who does not know its name."""

from __future__ import annotations

QUESTIONS = {
    "changed-primary": "Does the metric decide that was agreed before the start?",
    "exposure-nulls": "Is unit, variant and time known of every exposure?",
    "variant-not-planned": "Are there the variants that were planned, and no others?",
    "unit-in-two-variants": "Did each unit see one variant only?",
    "cluster-in-two-variants": "Did each cluster see one variant only?",
    "wrong-grain": "Is one row one unit?",
    "exposed-before-start": "Are all exposures after the start?",
    "horizon-not-reached": "Has the planned end been reached?",
    "partial-last-day": "Is the last day complete?",
    "duplicated-rows": "Is each row of the data there once?",
    "covariate-after-exposure": "Was what adjusts the result measured before exposure?",
    "sample-ratio": "Are the variants as large as planned?",
    "sample-ratio-by-day": "Are the variants as large as planned on every single day?",
    "filtered-after-exposure": "Do exclusions hit all variants alike?",
    "null-values": "Is every value there?",
    "mixed-values": "Are all values of one kind, one currency?",
    "units-not-found": "Are the exposed units found in the data?",
}


def question(guard: str) -> str:
    """Return what a guard asks; of one that is not known here, its name."""
    return QUESTIONS.get(guard, guard.replace("-", " ").capitalize())
