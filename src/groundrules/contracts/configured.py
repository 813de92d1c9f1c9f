"""Which contract holds for which table: as asked for, or as the configuration says.

    [tool.groundrules.contracts]
    "data/orders.parquet" = "contracts/orders.py:Orders"
    "exports/*.csv" = "contracts/exports.py:Export"
    "shop.orders" = { contract = "contracts/orders.py:Orders", engine = "spark" }

Paths start at the configuration file. A pattern stands for each path that it finds, and must find one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from groundrules.config import Config
from groundrules.contracts.validating import Engine
from groundrules.errors import ConfigError, UsageError

ENGINES: tuple[Engine, ...] = get_args(Engine)


@dataclass(frozen=True, slots=True)
class Asked:
    """One table, its contract as FILE:NAME, and who is to judge it."""

    data: str
    contract: str
    engine: Engine


def asked(
    data: Sequence[str], contract: str | None, engine: Engine | None, config: Config
) -> list[Asked]:
    """Return what is to be judged; without `data`, all that the configuration names.

    Raises UsageError for a table without a contract, ConfigError for an entry in the wrong form.
    """
    if contract is not None:
        if not data:
            raise UsageError("name the data that the contract is for, as in: validate orders.csv")
        return [Asked(one, contract, engine or "auto") for one in data]
    known = list(_entries(config))
    if not known:
        raise UsageError(
            "which contract? Write --contract FILE:NAME, or in pyproject.toml, under "
            '[tool.groundrules.contracts]: "data/orders.parquet" = "contracts/orders.py:Orders"'
        )
    chosen = known if not data else [_named(one, known, config) for one in data]
    return [replace(one, engine=engine or one.engine) for one in chosen]


def _named(data: str, known: list[Asked], config: Config) -> Asked:
    for one in known:
        if data == one.data or Path(data).resolve() == Path(one.data).resolve():
            return replace(one, data=data)
    raise UsageError(
        f"{data}: {config.file} names no contract for it; write --contract FILE:NAME, or add it to "
        "[tool.groundrules.contracts]"
    )


def _entries(config: Config) -> Iterator[Asked]:
    for name, value in config.contracts.items():
        contract, engine = _form(name, value, config)
        file, _, model = contract.rpartition(":")
        where = f"{_from_here(config.root / file)}:{model}"
        for data in _found(name, engine, config):
            yield Asked(data, where, engine)


def _form(name: str, value: Any, config: Config) -> tuple[str, Engine]:
    table = {"contract": value} if isinstance(value, str) else value
    if not isinstance(table, dict) or not isinstance(table.get("contract"), str):
        raise ConfigError(f"{config.file}: contracts: {name!r} needs a contract, as FILE:NAME")
    engine = table.get("engine", "auto")
    if engine not in ENGINES or table.keys() - {"contract", "engine"}:
        raise ConfigError(
            f"{config.file}: contracts: {name!r} holds `contract` and `engine` alone, and an engine is "
            f"one of {', '.join(ENGINES)}"
        )
    return table["contract"], engine


def _found(name: str, engine: str, config: Config) -> list[str]:
    """Return the tables that an entry stands for, as a path from here or an address."""
    path = config.root / name
    elsewhere = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:/", name)
    is_table = engine == "spark" and "/" not in name and not path.exists()
    if elsewhere or is_table:
        return [name]
    if path.exists() or not re.search(r"[*?\[]", name):
        return [_from_here(path)]
    found = sorted(config.root.glob(name))
    if not found:
        raise ConfigError(f"{config.file}: contracts: {name!r} finds no file")
    return [_from_here(one) for one in found]


def _from_here(path: Path) -> str:
    return os.path.relpath(path)
