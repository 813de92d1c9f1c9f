"""The kind of quantity that a column's name says: money, a count, a length, a time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from groundrules.facts.learning.learners import Fit, argument
from groundrules.facts.learning.selection import strings
from groundrules.facts.learning.standing import Modelling

_KINDS = {
    "money": "income salary price cost revenue spend spending amount balance fare wage usd eur gbp dollars "
    "fee fees charge charges payment payments monetary budget loan debt limit sales profit turnover value",
    "time": "age ages years year tenure months month days weeks hours hour minutes mins seconds secs "
    "duration recency time ms",
    "count": "count counts cnt num number visits sessions orders clicks purchases items children rooms "
    "bedrooms bathrooms frequency logins calls trips transactions quantity qty events views followers "
    "employees dependents members population users patients admissions stops",
    "share": "rate ratio pct percent percentage share proportion prob probability ctr score",
    "length": "height width length distance dist km miles meters metres cm mm depth altitude elevation radius",
    "area": "area sqft sqm acres hectares",
    "mass": "weight mass kg grams lbs tons",
    "temperature": "temperature temp celsius fahrenheit",
    "pressure": "pressure bp mmhg hpa",
    "concentration": "glucose insulin cholesterol alcohol sugar acid chlorides sulphates density",
    "speed": "speed mph kmh velocity",
    "energy": "kwh power watts voltage current energy horsepower",
    "data": "mb gb bytes kb",
    "bmi": "bmi",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_TOKENS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SCALES = re.compile(
    r"scal|normali[sz]|standardi[sz]|zscore|log|rank|minmax|whiten|cosine|haversine", re.I
)


def kind(name: str) -> str | None:
    """Return the kind of quantity that a name says, by the last of its words that says one."""
    found = [_KIND_OF[word] for word in map(str.lower, _TOKENS.findall(name)) if word in _KIND_OF]
    return found[-1] if found else None


def unscaled(modelling: Modelling) -> Iterator[tuple[Fit, str, list[str]]]:
    """Yield (fit, learner, columns) where distances mix columns of different kinds of quantity."""
    for fit in modelling.learners.fits:
        learner = _by_distance(modelling, fit)
        if learner is None or fit.data is None:
            continue
        names = _columns(modelling, fit.data)
        mixed = {kind(name): name for name in names}
        mixed.pop(None, None)
        if len(mixed) > 1:
            yield fit, learner, list(mixed.values())[:2]


def _by_distance(modelling: Modelling, fit: Fit) -> str | None:
    """Return the name of what goes by distances, if nothing before it in its pipeline scales."""
    learners = modelling.learners
    for construction in fit.constructions:
        steps = [construction]
        if learners.meanings(construction) & {"pipeline", "search"}:
            steps = learners.all_members(construction)
        if any(_scales(learners.name(step)) for step in steps):
            return None
        for step in steps:
            metric = argument(step, None, "metric", "affinity")
            plain = metric is None or (isinstance(metric, ast.Constant) and metric.value in (
                "euclidean", "manhattan", "minkowski", "sqeuclidean",
            ))  # fmt: skip
            if "distance_based" in learners.meanings(step) and plain:
                return learners.name(step)
    return None


def _scales(name: str) -> bool:
    return bool(_SCALES.search(name)) or name in ("PowerTransformer", "QuantileTransformer")


def _columns(modelling: Modelling, rows: ast.expr) -> list[str]:
    """Return the columns that some rows hold by name; none where anything may have scaled them."""
    trace = modelling.source(rows)
    found: dict[str, None] = {}
    for node, places in trace.places.items():
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.Sub):
            return []
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            receiver = getattr(node.func, "value", None)
            made = modelling.learners.constructions(receiver) if receiver is not None else ()
            if _SCALES.search(name) or any(modelling.learners.meanings(c) for c in made):
                return []
            if name == "DataFrame" and node.args and isinstance(node.args[0], ast.Dict):
                names = [n for key in node.args[0].keys for n in strings(modelling.flow, key) or ()]
                found.update((n, None) for n in names if any(p.columns.may_hold(n) for p in places))
        for place in places:
            if (
                place.columns.only is not None
                and place.columns.sure
                and len(place.columns.only) > 1
            ):
                found.update((n, None) for n in sorted(place.columns.only))
    return list(found)
