"""An ODCS contract as pandera's, for people to read and go on with.

What pandera has no word for stands as a comment where it was said, and is told in a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from groundrules.contracts.odcs import column
from groundrules.contracts.odcs.column import Imported, Note
from groundrules.contracts.odcs.export import custom_name
from groundrules.contracts.odcs.quality import Quality, read_quality
from groundrules.contracts.odcs.reading import Found, Taken, read
from groundrules.contracts.odcs.specs import call_of, field_options, in_order, python
from groundrules.contracts.writing.draft import Draft, DraftColumn, LeftOut
from groundrules.contracts.writing.model import docstring, source
from groundrules.contracts.writing.names import is_plain
from groundrules.contracts.writing.schema import schema_source

_CONFIG = (
    "strict", "ordered", "coerce", "unique_column_names", "add_missing_columns", "drop_invalid_rows", "metadata",
)  # fmt: skip
_SCHEMA_ONLY = {"metadata", "coerce"}
"""A model with `coerce` has other types than it says, where a column is nullable; one's metadata are no class's."""


def import_odcs(path: Path, wanted: str | None, note: Note) -> str:
    """Return the source of the contract that one schema of an ODCS file makes.

    Raises UsageError and ContentError as `read` does.
    """
    found = read(path, wanted)
    table = found.table
    name = str(table.take("name") or "contract")
    columns = _keyed([column.imported(Taken(one), note) for one in table.take("properties") or []])
    quality = read_quality(table.take("quality"), "the table", note, of_table=True)
    config, about = _config(table, name, columns, quality), table.get("description")
    notes = (
        *_beside(found, table, note),
        *([LeftOut(tuple(quality.notes))] if quality.notes else []),
    )
    told = (
        f"Made from the schema {name} of {path.name}.",
        f"Open Data Contract Standard: {found.head}.",
    )
    if _is_model(columns, quality) and not _SCHEMA_ONLY & set(dict(config)):
        draft = Draft(_class_name(name), _doc(about), (*notes, *map(_field, columns)), config)
        return source(draft, *told)
    calls = tuple(call_of(one) for one in quality.specs)
    said = {"name": name, "description": about} if about else {"name": name}
    named = tuple({**dict(config), **said}.items())
    draft = Draft(_class_name(name), "", (*notes, *map(_plain, columns)), named, checks=calls)
    return schema_source(draft, *told)


def _keyed(columns: list[Imported]) -> list[Imported]:
    """Return the columns, the only one of a primary key unique."""
    keys = [one for one in columns if one.key]
    if len(keys) != 1:
        return columns
    return [
        replace(one, options={**one.options, "unique": True}) if one is keys[0] else one
        for one in columns
    ]


def _doc(description: str | None) -> str:
    return " ".join((description or "").split())


def _class_name(name: str) -> str:
    if is_plain(name) and not name[0].islower():
        return name
    words = re.sub(r"[^0-9A-Za-z]+", " ", name).split()
    camel = "".join(word[:1].upper() + word[1:] for word in words)
    return camel if is_plain(camel) else f"Contract{camel}"[:40]


def _config(
    table: Taken, name: str, columns: list[Imported], quality: Quality
) -> tuple[tuple[str, Any], ...]:
    given = table.custom(*(custom_name(key) for key in _CONFIG))
    found = {key: python(given[custom_name(key)]) for key in _CONFIG if custom_name(key) in given}
    key = tuple(one.name for one in sorted(columns, key=lambda one: one.key or 0) if one.key)
    called = {one.called: one.name for one in columns}
    groups = [tuple(called.get(part, part) for part in group) for group in quality.unique]
    groups = [*([key] if len(key) > 1 else []), *groups]
    if groups:
        found["unique"] = groups[0] if len(groups) == 1 else tuple(list(one) for one in groups)
    if name != _class_name(name):
        found["name"] = name
    title, description = table.take("businessName"), table.get("description")
    found |= {"title": title} if title else {}
    if description and docstring(description) != f'"""{description}"""':  # else that is enough
        found["description"] = description
    return tuple(found.items())


def _beside(found: Found, table: Taken, note: Note) -> tuple[LeftOut, ...]:
    """Return as comments what is about no column."""
    table.take("logicalType")
    table.pop("description", None)
    left = [*found.beside, *table.left()]
    for one in left:
        note(f"pandera has no word for `{_short(one)}`: kept as a comment")
    return (LeftOut(tuple(f"ODCS also says {one}" for one in left)),) if left else ()


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:69] + "…"


def _is_model(columns: Iterable[Imported], quality: Quality) -> bool:
    """Whether a model says it all."""
    return not quality.specs and all(
        one.written.annotation
        and one.required
        and not _SCHEMA_ONLY & set(one.options) - {"metadata"}
        and field_options(in_order(one.specs)) is not None
        for one in columns
    )


def _field(one: Imported) -> DraftColumn:
    kwargs = {"dtype_kwargs": one.written.kwargs} if one.written.kwargs else {}
    checks = field_options(in_order(one.specs)) or {}
    options = {**kwargs, **checks, **one.options}
    return DraftColumn(one.name, one.written.annotation, tuple(options.items()), one.notes)


def _plain(one: Imported) -> DraftColumn:
    options = one.options if one.required else {**one.options, "required": False}
    calls = tuple(call_of(spec) for spec in in_order(one.specs))
    kind = "None" if one.written.column is None else ""
    return DraftColumn(one.name, kind, tuple(options.items()), one.notes, calls, one.written.column)
