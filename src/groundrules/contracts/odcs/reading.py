"""An ODCS file: checked by its own models, then taken apart key by key, so that what nobody takes can be told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from open_data_contract_standard.model import OpenDataContractStandard
from pydantic import ValidationError

from groundrules.errors import ContentError, UsageError

_HEAD = ("version", "kind", "apiVersion", "id", "name", "status", "schema", "description")


class Taken(dict[str, Any]):
    """A mapping from which what is understood is taken."""

    def take(self, *keys: str) -> Any:
        """Return and remove the value of the first key that has one."""
        found = [self.pop(key, None) for key in keys]
        return next((one for one in found if one is not None), None)

    def custom(self, *names: str) -> dict[str, Any]:
        """Return and remove custom properties; the others stay."""
        given = [one for one in self.get("customProperties") or [] if isinstance(one, dict)]
        found = {one["property"]: one.get("value") for one in given if one.get("property") in names}
        rest = [one for one in given if one.get("property") not in found]
        self.pop("customProperties", None)
        if rest:
            self["customProperties"] = rest
        return found

    def left(self) -> Iterable[str]:
        """Yield what was not taken, as `key: value`."""
        for key, value in self.items():
            if value is not None and value != [] and value != {}:
                yield f"{key}: {shown(value)}"


@dataclass(frozen=True, slots=True)
class Found:
    """One schema of a file, and what of the file is about no schema."""

    table: Taken
    head: str
    """What the contract is called, and in which state it is."""
    beside: tuple[str, ...]


def read(path: Path, wanted: str | None) -> Found:
    """Return the schema called `wanted`, or the only one.

    Raises UsageError where there is no such file or schema, ContentError for what is no ODCS 3 contract.
    """
    raw = _load(path)
    tables = [Taken(one) for one in raw.get("schema") or []]
    names = [str(one.get("name")) for one in tables]
    if not tables:
        raise ContentError(f"{path} has no schema: there is nothing to make a contract of")
    if wanted is None and len(tables) > 1:
        raise UsageError(f"{path} has the schemas {', '.join(names)}: choose one by --schema")
    chosen = [one for one in tables if wanted is None or one.get("name") == wanted]
    if not chosen:
        raise UsageError(f"{path} has no schema {wanted}; it has {', '.join(names)}")
    beside = tuple(f"{key}: {shown(value)}" for key, value in raw.items() if key not in _HEAD)
    head = ", ".join(f"{key} {raw[key]}" for key in ("id", "version", "status") if raw.get(key))
    about = raw.get("description")
    return Found(chosen[0], head, (*beside, *([f"description: {shown(about)}"] if about else [])))


def _load(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    try:
        text = path.read_text(encoding="utf-8")
        raw = yaml.safe_load(text)
        if not isinstance(raw, dict):
            raise ContentError(f"{path} is no ODCS contract: it must be a mapping")
        OpenDataContractStandard(**raw)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise ContentError(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    except (ValidationError, TypeError) as error:
        raise ContentError(f"{path} is no ODCS contract: {_first(error)}") from error
    version = str(raw.get("apiVersion"))
    if not version.startswith("v3."):
        raise ContentError(
            f"{path} says apiVersion: {version}; ODCS v3 is read here, best written as v3.1.0"
        )
    return raw


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        one = error.errors()[0]
        return f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}"
    return str(error)


def shown(value: Any) -> str:
    """Return a value on one line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
