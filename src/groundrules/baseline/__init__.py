"""The findings of a repository with a history: tolerated where they are, and nowhere else.

A baseline is a file beside the configuration. A finding is known by its rule, its file and a hash of what it
stands in (`anchors`), as often as the baseline counts it, never by its line or cell.
"""

from groundrules.baseline.form import Baseline, Entry, dumps, read
from groundrules.baseline.match import matched, place, tolerate
from groundrules.baseline.renew import Renewed, renewed

__all__ = [
    "Baseline",
    "Entry",
    "Renewed",
    "dumps",
    "matched",
    "place",
    "read",
    "renewed",
    "tolerate",
]
