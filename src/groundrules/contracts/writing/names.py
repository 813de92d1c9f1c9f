"""A name in Python for every column, whatever the data call it."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable

_LONGEST = 40
_UNCLEAR = ("l", "O", "I")  # ruff's E741
_IN_USE = (
    "Any", "Config", "Series", "bool", "checks", "float", "int", "pa", "pd", "str",
    "build_schema_", "empty", "example", "from_json", "from_yaml", "get_metadata", "pydantic_validate", "strategy",
    "to_json", "to_json_schema", "to_schema", "to_yaml", "validate",
)  # fmt: skip
"""What the file itself writes inside a class, and what every DataFrameModel has."""


def identifiers(columns: Iterable[str]) -> list[str]:
    """Return an attribute's name for each column: its own where Python, pandera and ruff allow it."""
    names = list(columns)
    taken = {name for name in names if is_plain(name)}
    found = []
    for number, name in enumerate(names, start=1):
        found.append(name if is_plain(name) else _free(name, number, taken))
        taken.add(found[-1])
    return found


def is_plain(name: str) -> bool:
    """Whether a column can be called by its own name in a model."""
    return (
        name.isidentifier()
        and unicodedata.normalize("NFKC", name) == name  # Python would read it as another name
        and not keyword.iskeyword(name)
        and not name.startswith("_")
        and len(name) <= _LONGEST
        and name not in (*_IN_USE, *_UNCLEAR)
    )


def _free(name: str, number: int, taken: set[str]) -> str:
    words = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", name)).strip("_")
    base = words[:_LONGEST].rstrip("_")
    base = base if is_plain(base) or is_plain(f"{base}_") else f"column_{base}"[:_LONGEST]
    base = base if is_plain(base) or is_plain(f"{base}_") else f"column_{number}"
    tries = [base, f"{base}_", *(f"{base[: _LONGEST - 6]}_{n}" for n in range(2, len(taken) + 3))]
    return next(one for one in tries if is_plain(one) and one not in taken)
