"""The kind of quantity that a column's name says: money, a count, a length, a time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from groundrules.facts.learning import features
from groundrules.facts.learning.learners import argument
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
_SCALED = frozenset([
    "pt", "qt", "scaled", "norm", "normalized", "normalised", "standardized", "standardised", "std",
    "log", "z", "zscore", "rank",
])  # fmt: skip
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_TOKENS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SCALES = re.compile(
    r"scal|normali[sz]|standardi[sz]|zscore|log|rank|minmax|whiten|cosine|haversine", re.I
)


def kind(name: str) -> str | None:
    """Return the kind of quantity that a name says, by its last word that says one; None if scaled."""
    words = [word.lower() for word in _TOKENS.findall(name)]
    found = [_KIND_OF[word] for word in words if word in _KIND_OF]
    return found[-1] if found and _SCALED.isdisjoint(words) else None


def unscaled(modelling: Modelling) -> Iterator[tuple[ast.Call, str, list[str]]]:
    """Yield (call, learner, columns) where distances mix columns of different kinds of quantity."""
    fits = [
        (f.call, f.constructions, f.data) for f in modelling.learners.fits if f.data is not None
    ]
    for one in features.given(modelling):
        estimator = argument(one.node, 0, "estimator")
        if estimator is not None and all(one.node is not call for call, _, _ in fits):
            fits.append((one.node, modelling.learners.constructions(estimator), one.rows))
    for call, constructions, rows in fits:
        learner = _by_distance(modelling, constructions)
        if learner is None:
            continue
        mixed = {kind(name): name for name in _columns(modelling, rows)}
        mixed.pop(None, None)
        if len(mixed) > 1:
            yield call, learner, list(mixed.values())[:2]


def _by_distance(modelling: Modelling, constructions: tuple[ast.Call, ...]) -> str | None:
    """Return the name of what goes by distances, if nothing before it in its pipeline scales."""
    learners = modelling.learners
    for construction in constructions:
        steps = [construction]
        if learners.meanings(construction) & {"pipeline", "search"}:
            steps = learners.all_members(construction)
        if any(_scales(learners.name(step)) for step in steps):
            return None
        for step in steps:
            metric = argument(step, None, "metric", "affinity")
            said = metric.value if isinstance(metric, ast.Constant) else None
            plain = metric is None or said in ("euclidean", "manhattan", "minkowski", "sqeuclidean")
            if "distance_based" in learners.meanings(step) and plain:
                return learners.name(step)
    return None


def _scales(name: str) -> bool:
    return bool(_SCALES.search(name)) or name in ("PowerTransformer", "QuantileTransformer")


def _columns(modelling: Modelling, rows: ast.expr) -> list[str]:
    """Return the columns that some rows hold by name; none where anything may have scaled them."""
    found: dict[str, None] = {}
    for node, places in modelling.source(rows).places.items():
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            return []
        names: list[str] = []
        if isinstance(node, ast.Call):
            read = _made(modelling, node)
            if read is None:
                return []
            names = read
        for place in places:
            found.update((name, None) for name in names if place.columns.may_hold(name))
            only = place.columns.only if place.columns.sure else None
            if only is not None and len(only) > 1:
                found.update((name, None) for name in sorted(only))
    return list(found)


def _made(modelling: Modelling, call: ast.Call) -> list[str] | None:
    """Return the columns that a call makes, as far as it names them; None where it may scale."""
    func, flow = call.func, modelling.flow
    name = getattr(func, "attr", getattr(func, "id", ""))
    receiver = func.value if isinstance(func, ast.Attribute) else None
    for made in modelling.learners.constructions(receiver) if receiver is not None else ():
        if modelling.learners.name(made) != "VectorAssembler":
            return None
        return strings(flow, argument(made, 0, "inputCols")) or []
    if _SCALES.search(name):
        return None
    if name == "DataFrame" and call.args and isinstance(call.args[0], ast.Dict):
        return [said for key in call.args[0].keys for said in strings(flow, key) or ()]
    if name in ("agg", "aggregate"):
        return [keyword.arg for keyword in call.keywords if keyword.arg]
    return []
