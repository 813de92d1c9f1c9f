"""SQL files, plain or with Jinja (dbt): templates become placeholders of equal length."""

from __future__ import annotations

import re

from groundrules.files.source import Region, Source, blank, decode

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
_CONFIG = re.compile(r"\{\{-?\s*config\b")  # says how dbt builds the model, stands for no SQL
_PSQL = re.compile(r"^\\[^\n]*", re.M)  # psql's own commands
_VARIABLE = re.compile(r"\$\{[^}\n]*\}")  # Hive's and Airflow's ${name}


def read(path: str, data: bytes) -> Source:
    """Read a .sql file."""
    text = decode(data)
    sql, template = mask(text)
    return Source(path=path, text=text, regions=(Region(0, sql, template),))


def mask(text: str) -> tuple[str, bool]:
    """Return SQL of equal length that a SQL parser can read, and whether it held a template."""
    masked = _PSQL.sub(lambda m: " " * len(m[0]), text) if "\\" in text else text
    before = masked
    if "{" in masked:
        masked = _JINJA.sub(_placeholder, masked)
        masked = _VARIABLE.sub(lambda m: identifier(m[0]), masked)
    return masked, masked != before


def _placeholder(match: re.Match[str]) -> str:
    value = match[0].startswith("{{") and not _CONFIG.match(match[0])
    return identifier(match[0]) if value else blank(match[0])


def identifier(over: str) -> str:
    """Return an SQL identifier as long as `over`, named after what stands there.

    Line ends are kept, so the identifier fills the first line only.
    """
    first, newline, rest = over.partition("\n")
    word = re.sub(r"\W", "_", first, flags=re.A)
    if len(word) > 1:
        word = "_" + word[1:]
    return (word or " ") + newline + blank(rest)
