"""What a dbt project says beside its models: tests that declare keys, and its adapter."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from groundrules.facts.sql.declared import Declared

_ADAPTER = re.compile(
    r"\bdbt-(snowflake|bigquery|postgres|redshift|spark|databricks|duckdb|trino|athena|sqlserver|clickhouse)\b"
)
_TYPE = re.compile(r"^\s*type:\s*['\"]?(\w+)", re.M)
_NAMES = {"sqlserver": "tsql"}
_PROFILES = ("profiles.yml", "profiles.yml.example", "sample_profiles.yml")
_SAYING = (
    "requirements.txt",
    "pyproject.toml",
    "Pipfile",
    "meltano.yml",
    "setup.py",
    "Dockerfile",
    "environment.yml",
)
_WORDS = re.compile(rb"\bunique|\bnot_null\b|\bprimary_key\b")
_LARGE = 4 << 20


@lru_cache(maxsize=4096)
def root(folder: Path) -> Path | None:
    """Return the nearest folder at or above that holds a dbt_project.yml."""
    for place in (folder, *folder.parents):
        if (place / "dbt_project.yml").is_file():
            return place
        if (place / ".git").exists():
            return None
    return None


@lru_cache(maxsize=16)
def adapter(project: Path) -> str | None:
    """Return the project's dialect, where all that names an adapter names the same one."""
    found: set[str] = set()
    for path in _saying(project):
        pattern = _TYPE if path.name in _PROFILES else _ADAPTER
        found.update(pattern.findall(_text(path)))
    found.discard("")
    return _NAMES.get(*found, *found) if len(found) == 1 else None


@lru_cache(maxsize=16)
def declarations(project: Path) -> Declared:
    """Return the keys and non-null columns that the project's YAML files test for."""
    found = Declared()
    for path in _yaml(project):
        try:
            data = path.read_bytes() if path.stat().st_size < _LARGE else b""
        except OSError:
            continue
        if _WORDS.search(data):
            found.merge(_read(data))
    return found


@lru_cache(maxsize=16)
def state(project: Path) -> str:
    """Return what tells this state of all that a project says from another."""
    told = hashlib.blake2b(digest_size=12)
    for path in (*_saying(project), *_yaml(project)):
        with suppress(OSError):
            about = path.stat()
            told.update(f"{path}\0{about.st_mtime_ns}\0{about.st_size}\0".encode())
    return told.hexdigest()


def forget() -> None:
    """Read everything anew when it is next asked for."""
    for kept in (root, adapter, declarations, state):
        kept.cache_clear()


def _yaml(project: Path) -> list[Path]:
    found = sorted((*project.rglob("*.yml"), *project.rglob("*.yaml")))
    return [p for p in found if not {"dbt_packages", "dbt_modules"} & set(p.parts)]


def _saying(project: Path) -> Iterator[Path]:
    """Yield the files that may name the adapter."""
    for place in (project, project.parent, *[p for p in project.iterdir() if p.is_dir()]):
        yield from (place / name for name in _PROFILES)
        if place in (project, project.parent):
            yield from (place / name for name in _SAYING)
        if (place / ".git").exists():
            break


def _read(data: bytes) -> Declared:
    import yaml

    found = Declared()
    try:
        document = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError):
        return found  # dbt itself will say so
    if isinstance(document, dict):
        for kind in ("models", "seeds", "snapshots"):
            for table in _rows(document.get(kind)):
                _table(found, table, "")
        for source in _rows(document.get("sources")):
            for table in _rows(source.get("tables")):
                _table(found, table, f"{source.get('name', '')}.")
    return found


def _table(found: Declared, table: dict[str, Any], schema: str) -> None:
    name = f"{schema}{table.get('name', '')}"
    for test in _tests(table):
        for kind, options in _named(test):
            columns = options.get("combination_of_columns") or options.get("column_names")
            if "unique_combination" in kind or "compound_columns_to_be_unique" in kind:
                found.add_key(name, [str(c) for c in columns or ()])
            elif kind in ("unique", "dbt_utils.unique") and options.get("column_name"):
                expression = str(options["column_name"])
                if re.fullmatch(r"\w+", expression):
                    found.add_key(name, [expression])
    for constraint in _rows(table.get("constraints")):
        if constraint.get("type") in ("primary_key", "unique"):
            found.add_key(name, [str(c) for c in constraint.get("columns") or ()])
    for column in _rows(table.get("columns")):
        label = str(column.get("name", ""))
        kinds = {
            kind
            for test in _tests(column)
            for kind, options in _named(test)
            if not options.get("where")
        }
        kinds |= {str(one.get("type")) for one in _rows(column.get("constraints"))}
        if kinds & {"unique", "primary_key", "dbt_expectations.expect_column_values_to_be_unique"}:
            found.add_key(name, [label])
        if kinds & {
            "not_null",
            "primary_key",
            "dbt_expectations.expect_column_values_to_not_be_null",
        }:
            found.add_not_null(name, [label])


def _tests(holder: dict[str, Any]) -> list[Any]:
    return [*(holder.get("tests") or ()), *(holder.get("data_tests") or ())]


def _named(test: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return (name, options) of a test, written as a word or as a mapping."""
    if isinstance(test, str):
        return [(test, {})]
    if not isinstance(test, dict):
        return []
    if "test_name" in test:
        return [(str(test["test_name"]), test)]
    found = []
    for name, options in test.items():
        options = options if isinstance(options, dict) else {}
        inner = options.get("config")
        where = inner.get("where") if isinstance(inner, dict) else None
        found.append((str(name), {**options, "where": options.get("where") or where}))
    return found


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
