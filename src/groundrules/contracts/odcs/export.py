"""A pandera schema as an ODCS contract.

Where ODCS has a word that means the same, that word is used; all else stands beside it as a custom quality entry, for
`importing` to read back, or as text where it is Python, and is told in a note.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pandera.pandas as pa
from open_data_contract_standard.model import (
    CustomProperty,
    DataQuality,
    OpenDataContractStandard,
    SchemaObject,
    SchemaProperty,
)
from pandera import dtypes

from groundrules.contracts.checks.rule import rule_of
from groundrules.contracts.naming import label
from groundrules.contracts.odcs.specs import NotPlainError, Spec, plain, spec_of
from groundrules.contracts.odcs.standard import BOUNDS, as_options, as_valid_values, metric
from groundrules.contracts.odcs.types import is_kept, logical

VERSION = "v3.1.0"
SENSITIVE = "restricted"
"""The classification of a column that the contract calls sensitive."""

_TABLE = ("strict", "ordered", "coerce", "unique_column_names", "add_missing_columns", "drop_invalid_rows")  # fmt: skip
_COLUMN = ("coerce", "regex", "drop_invalid_rows")

Note = Callable[[str], None]


def export(schema: pa.DataFrameSchema, note: Note) -> str:
    """Return the ODCS YAML of a contract; `note` is told what ODCS has no word for."""
    name = schema.name or "contract"
    whole = OpenDataContractStandard(
        version="0.1.0",
        kind="DataContract",
        apiVersion=VERSION,
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"groundrules:{name}")),
        name=name,
        status="draft",
        schema=[_table(schema, name, note)],
    )
    return whole.to_yaml()


def _table(schema: pa.DataFrameSchema, name: str, note: Note) -> SchemaObject:
    quality = [_joint_key(group) for group in _groups(schema)]
    quality += [_custom(check, "the table", note) for check in schema.checks]
    kept = {key: getattr(schema, key) for key in _TABLE if getattr(schema, key)}
    if schema.dtype is not None:
        kept["dtype"] = str(schema.dtype)
    if schema.metadata:
        kept["metadata"] = schema.metadata
    for thing, lost in (("parsers", schema.parsers), ("index", schema.index)):
        if lost:
            kept[thing] = repr(lost)
    return SchemaObject(
        name=name,
        logicalType="object",
        businessName=schema.title,
        description=schema.description,
        properties=[_property(str(key), column, note) for key, column in schema.columns.items()],
        quality=quality or None,
        customProperties=_properties(kept, "the table", note),
    )


def _groups(schema: pa.DataFrameSchema) -> list[list[str]]:
    unique = schema.unique or []
    groups = [unique] if all(isinstance(name, str) for name in unique) else unique
    return [list(group) for group in groups if group]


def _joint_key(group: list[str]) -> DataQuality:
    return metric("duplicateValues", properties=group)


def _property(name: str, column: pa.Column, note: Note) -> SchemaProperty:
    found, own = logical(column.dtype)
    where = f"the column {name}"
    options = dict(found.options) if found else {}
    quality: list[DataQuality] = []
    kept: dict[str, Any] = {}
    for check in column.checks:
        spec = _plainly(check)
        taken = {*options, *(BOUNDS if "in_range" in kept else ())}
        bounds = as_options(spec, found, taken) if spec else {}
        if bounds:
            options |= bounds
            kept |= {"in_range": True} if spec and spec["check"] == "in_range" else {}
            continue
        values = as_valid_values(spec) if spec else None
        quality.append(values or _custom(check, where, note))
    kept |= {key: getattr(column, key) for key in _COLUMN if getattr(column, key)}
    kept |= {"type": own} if own else {}
    kept |= _categories(column.dtype)
    if column.dtype is not None and not is_kept(str(column.dtype), column.dtype):
        note(f"{where}: of its type {column.dtype!r} only the name is kept")
    kept |= {} if column.required else {"required": False}
    kept |= {"parsers": repr(column.parsers)} if column.parsers else {}
    kept |= {} if column.default is None else {"default": column.default}
    metadata = dict(column.metadata or {})
    classification = _classification(metadata)
    kept |= {"metadata": metadata} if metadata else {}
    return SchemaProperty(
        name=name,
        logicalType=found.name if found else None,
        logicalTypeOptions=options or None,
        required=not column.nullable,
        unique=column.unique or None,
        businessName=column.title,
        description=column.description,
        classification=classification,
        quality=quality or None,
        customProperties=_properties(kept, where, note),
    )


def _categories(dtype: Any) -> dict[str, Any]:
    values = getattr(dtype, "categories", None)
    if dtype is None or not dtypes.is_category(dtype) or values is None:
        return {}
    return {"categories": list(values)} | ({"ordered": True} if dtype.ordered else {})


def _classification(metadata: dict[str, Any]) -> str | None:
    """Take out of a column's metadata what ODCS calls its classification."""
    if metadata.get("sensitive") is True and "classification" not in metadata:
        del metadata["sensitive"]
        return SENSITIVE
    given = metadata.get("classification")
    if isinstance(given, str) and given != SENSITIVE:
        return str(metadata.pop("classification"))
    return None


def _plainly(check: pa.Check) -> Spec | None:
    try:
        return spec_of(check)
    except NotPlainError:
        return None


def _custom(check: pa.Check, where: str, note: Note) -> DataQuality:
    """Return a check that ODCS has no word for: for us to read back, or for people where it is Python."""
    spec, called = _plainly(check), label(check)
    severity = "warning" if check.raise_warning else None
    if spec is None:
        note(f"{where}: `{called}` is Python: only its name is kept, as a quality entry of text")
        found = {"type": "text", "description": f"Python, not exported: {called}"}
        return DataQuality.model_validate({**found, "severity": severity})
    note(f"{where}: `{called}` has no word in ODCS: kept as a custom quality entry")
    engine = "groundrules" if rule_of(check) is not None else "pandera"
    ours = {"type": "custom", "engine": engine, "implementation": spec, "severity": severity}
    return DataQuality.model_validate(ours)


def _properties(kept: dict[str, Any], where: str, note: Note) -> list[CustomProperty] | None:
    found = []
    for key, value in kept.items():
        note(f"{where}: {key}={value!r} has no word in ODCS: kept as a custom property")
        found.append(CustomProperty(property=custom_name(key), value=_as_yaml(value)))
    return found or None


def _as_yaml(value: Any) -> Any:
    try:
        return plain(value)
    except NotPlainError:
        return repr(value)


def custom_name(key: str) -> str:
    """Return what a custom property is called: panderaUniqueColumnNames of `unique_column_names`."""
    return "pandera" + "".join(word.capitalize() for word in key.split("_"))
