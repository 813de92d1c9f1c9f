"""Examples of plans, as the docstrings and fixtures of rules hold them: what matters, and no more.

Parts between `---` lines are plans, each completed to a whole one. `catalogue:` alone in a part gives metrics
(completed, too) to the plans that follow; `agreed:` alone says what of the next plan stood there at the first exposure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import msgspec

from groundrules import documents
from groundrules.files.source import Source
from groundrules.metrics.form import Metric
from groundrules.plans.file import PlanFile
from groundrules.plans.form import Plan
from groundrules.plans.history import History

_PLAN: Mapping[str, Any] = {
    "name": "example",
    "hypothesis": "A shorter checkout makes more visitors buy.",
    "owner": "checkout team",
    "decision": {"then": "All visitors get it.", "otherwise": "The checkout stays as it is."},
    "unit": "user_id",
    "variants": {"control": 0.5, "treatment": 0.5},
    "start": "2024-03-04",
    "weeks": 2,
    "primary": [{"metric": "revenue"}],
}
_METRIC: Mapping[str, Any] = {
    "version": 1,
    "owner": "finance",
    "description": "An example.",
    "type": "mean",
    "source": "events",
    "unit": "user_id",
    "time": "at",
    "numerator": {"value": "amount"},
    "mde": {"relative": 0.02},
}


def plans(text: str, path: str, settings: Mapping[str, Any]) -> Iterator[tuple[PlanFile, Source]]:
    """Yield the plans of an example, each as a file whose lines count from the example's beginning."""
    known = _metrics({"revenue": {"window": {"days": 7}}})
    agreed: tuple[str, ...] = ()
    for part in _parts(text):
        given = documents.parse(part, path, dict[str, Any])
        if given.keys() == {"catalogue"}:
            known |= _metrics(given["catalogue"])
        elif given.keys() == {"agreed"}:
            agreed = tuple(one["metric"] for one in given["agreed"]["primary"])
        else:
            whole = _completed(part, given)
            form = documents.parse(whole, path, Plan)
            now = tuple(one.metric for one in form.primary)
            told = partial(History, primary_before=agreed or now, primary_now=now)
            plan = PlanFile(form, whole, dict(known), settings, told)
            yield plan, Source(path=path, text=whole)
            agreed = ()


def _parts(text: str) -> Iterator[str]:
    """Yield the parts between `---` lines, each with empty lines for what stands before it."""
    lines: list[str] = []
    before = 0
    for number, line in enumerate([*text.split("\n"), "---"]):
        if line.rstrip() != "---":
            lines.append(line)
            continue
        if any(one.partition("#")[0].strip() for one in lines):
            yield "\n" * before + "\n".join(lines)
        lines, before = [], number + 1


def _completed(text: str, given: Mapping[str, Any]) -> str:
    """Return the text of a whole plan: what is missing is added at its end."""
    missing = [
        key for key in _PLAN if key not in given and not (key == "weeks" and "days" in given)
    ]
    added = [f"{key}: {json.dumps(_PLAN[key])}" for key in missing]
    return "\n".join([text.rstrip("\n"), *added, ""])


def _metrics(given: Mapping[str, Mapping[str, Any] | None]) -> dict[str, Metric]:
    return {
        name: msgspec.convert({**_METRIC, "name": name, **(parts or {})}, Metric)
        for name, parts in given.items()
    }
