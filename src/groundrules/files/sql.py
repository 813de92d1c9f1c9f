"""SQL files, plain or with templates: what is no SQL becomes placeholders of equal length."""

from __future__ import annotations

import re

from groundrules.files.jinja import identifier, render
from groundrules.files.source import Region, Source, blank, decode

__all__ = ["identifier", "mask", "read"]

_PSQL = re.compile(r"^[ \t]*\\[^\n]*", re.M)  # psql's own commands
_DUCKDB = re.compile(
    r"^\.(?:print|read|mode|output|headers?|import|timer|echo|shell|system|open|tables|schema|separator|bail)\b[^\n]*",
    re.M,
)
_VARIABLE = re.compile(r"\$\{[^}\n]*\}")  # Hive's and Airflow's ${name}
_FORMAT = re.compile(r"(?<!\{)\{[A-Za-z_][\w.\[\]]*(?:![rs])?\}(?!\})")  # str.format's {name}
_WIDGET = re.compile(r"(?<![\w$])\$(?=[A-Za-z_]\w*\s*\.)")  # Databricks' $schema.table
_DELIMITER = re.compile(r"^[ \t]*DELIMITER[ \t]+(\S+)[ \t]*$", re.M | re.I)
_TAGGED = re.compile(r"\{[{%#]")
# Databricks exports: the language of a cell stands on its first line.
_CELL = re.compile(r"^[ \t]*%(\w+)[^\n]*(?:(?!\n-- COMMAND -).)*", re.M | re.S)


def read(path: str, data: bytes) -> Source:
    """Read a .sql file."""
    text = decode(data)
    sql, template = mask(text)
    return Source(path=path, text=text, regions=(Region(0, sql, template),))


def mask(text: str) -> tuple[str, bool]:
    """Return SQL of equal length that a SQL parser can read, and whether it held a template."""
    masked = _PSQL.sub(lambda m: " " * len(m[0]), text) if "\\" in text else text
    if "\n." in masked or masked.startswith("."):
        masked = _DUCKDB.sub(lambda m: blank(m[0]), masked)
    if "%" in masked:
        masked = _CELL.sub(_cell, masked)
    if "delimiter" in text or "DELIMITER" in text:
        masked = _undelimited(masked)
    before = masked
    if "{" in masked:
        if _TAGGED.search(masked):
            masked = render(masked)
        masked = _VARIABLE.sub(lambda m: identifier(m[0]), masked)
        masked = _FORMAT.sub(lambda m: identifier(m[0]), masked)
    if "$" in masked:
        masked = _WIDGET.sub("_", masked)
    return masked, masked != before


def _cell(match: re.Match[str]) -> str:
    """Keep the SQL of a cell with a language, and nothing of other languages."""
    if match[1].lower() != "sql":
        return blank(match[0])
    head, newline, rest = match[0].partition("\n")
    return blank(head) + newline + rest


def _undelimited(text: str) -> str:
    """Write `;` for MySQL's other delimiters, and blank the lines that declare them."""
    out: list[str] = []
    at, delimiter = 0, ";"
    for found in _DELIMITER.finditer(text):
        out += [_written(text[at : found.start()], delimiter), blank(found[0])]
        at, delimiter = found.end(), found[1]
    return "".join([*out, _written(text[at:], delimiter)])


def _written(text: str, delimiter: str) -> str:
    return text if delimiter == ";" else text.replace(delimiter, ";".ljust(len(delimiter)))
