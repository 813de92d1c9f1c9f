"""What a SELECT is grouped by, and whether it aggregates."""

from __future__ import annotations

import re

from groundrules.facts.sql.node import Node

AGGREGATES = frozenset(
    [
        "count",
        "sum",
        "avg",
        "min",
        "max",
        "median",
        "stddev",
        "stddevpop",
        "stddevsamp",
        "variance",
        "variancepop",
        "quantile",
        "countif",
        "approxdistinct",
        "arrayagg",
        "groupconcat",
        "logicalor",
        "logicaland",
        "anyvalue",
        "approxquantile",
        "percentilecont",
        "percentiledisc",
        "corr",
        "covarsamp",
        "covarpop",
        "arrayuniqueagg",
        "jsonarrayagg",
        "jsonobjectagg",
        "hll",
    ]
)
INDIVIDUAL = re.compile(
    r"(?:user|client|visit|visitor|session|customer|account|device|member|patient|subject|person|profile|cookie|stay"
    r"|admission|household|server|host|instance|subscriber|player|employee|student)s?_?(?:id|identifier|uuid|key|hash|sk|pk)$"
    r"|^(?:user|uid|userid|hadm_id|icustay_id)$"
)
"""Names of columns that tell single units apart."""


def aggregates(select: Node) -> bool:
    """Whether a SELECT without GROUP BY gives one row: an aggregate that is no window function."""
    if select.has("group"):
        return False
    into = lambda node: node.kind not in ("window", "select", "subquery")  # noqa: E731
    return any(
        node.kind in AGGREGATES for part in select.parts("expressions") for node in part.walk(into)
    )


def group_values(select: Node) -> list[Node]:
    """Return the expressions of a GROUP BY, positions and aliases replaced by what they stand for."""
    group = select.get("group")
    if group is None:
        return []
    projections = select.parts("expressions")
    if group.has("all"):
        return [p.value() for p in projections if not any(n.kind in AGGREGATES for n in p.walk())]
    named = {p.alias.lower(): p.value() for p in projections if p.kind == "alias"}
    found = []
    for part in group.parts("expressions"):
        bare = part.bare()
        if (
            bare.kind == "literal"
            and bare.name.isdigit()
            and 0 < int(bare.name) <= len(projections)
        ):
            found.append(projections[int(bare.name) - 1].value())
        elif bare.kind == "column" and not bare.qualifier and bare.name.lower() in named:
            found.append(named[bare.name.lower()])
        elif bare.kind == "tuple":
            found += bare.parts("expressions")
        else:
            found.append(bare)
    return found
