"""What the text of a query says of one of its columns, read without parsing it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundrules.facts.flow import Flow

_TERM = r"(?:(?P<{0}f>sum|count|nullif|cast|coalesce|safe_divide)\s*\(\s*)*(?:distinct\s+)?(?P<{0}>[\w.*]+)"
# The denominator and its name stand on the line of the `/`, as they nearly always do.
_RATIO = (
    _TERM.format("top")
    + r"(?:,\s*0)?[\s)]*(?:\*\s*[\d.]+\s*)?[\s)]*/[ \t]*(?:[\d.]+[ \t]*\*[ \t]*)?"
    + _TERM.format("bottom")
    + r"[^,\n]{0,20}(?:,[ \t]*0(?:\.0)?[ \t]*)?[^,\n]{0,30}?\bas[ \t]+"
)


def query_text(flow: Flow, call: ast.Call) -> str:
    """Return the constant parts of the query that a call is given, names bound to it followed."""
    first = call.args[0] if call.args else None
    for keyword in call.keywords:
        if first is None and keyword.arg in ("sql", "query"):
            first = keyword.value
    if isinstance(first, ast.Name):
        bound = [d.value for d in flow.definitions(first) if d.kind == "assign"]
        first = bound[0] if bound else None
    parts = ast.walk(first) if first is not None else ()
    return " ".join(
        p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)
    )


def written_ratio(flow: Flow, call: ast.Call, column: str) -> tuple[str, str, bool] | None:
    """Return (numerator, denominator, whether both are sums or counts) of `a / b AS column`."""
    text = query_text(flow, call)
    if "/" not in text:
        return None
    found = re.search(_RATIO + rf"[`\"\[]?{re.escape(column)}\b", text, re.I)
    if found is None:
        return None
    added = ("sum", "count")
    summed = all((found[f"{side}f"] or "").lower() in added for side in ("top", "bottom"))
    top, bottom = (found[side].rpartition(".")[2] for side in ("top", "bottom"))
    return top, bottom, summed
