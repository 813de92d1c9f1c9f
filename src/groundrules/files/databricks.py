"""Databricks exports: .py files whose cells stand between COMMAND lines, some of them in SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from groundrules.files.source import Region, blank
from groundrules.files.sql import mask

_COMMAND = re.compile(r"^# COMMAND -+[ \t]*$", re.M)
_MAGIC = re.compile(
    r"(?:[ \t]*(?:#(?! MAGIC[ \t]*%)[^\n]*)?\n)*[ \t]*(?P<prefix># MAGIC[ \t]*)?%(?P<word>\w+)"
)
_PREFIX = re.compile(r"^# MAGIC ?", re.M)
_PYTHON = ("py", "python")


def is_export(text: str) -> bool:
    """Whether a text is an export with cells in other languages than Python."""
    return text.startswith("# Databricks notebook source") or "\n# COMMAND ------" in text


def split(text: str) -> tuple[str, tuple[Region, ...]]:
    """Return the Python of an export at unchanged offsets, and its cells of SQL."""
    python: list[str] = []
    regions: list[Region] = []
    for start, cell in _cells(text):
        found = _MAGIC.match(cell)
        word = found["word"].lower() if found else ""
        if not found or (
            word in _PYTHON and not found["prefix"] and not _indented(cell, found.end())
        ):
            python.append(cell if not found else blank(cell[: found.end()]) + cell[found.end() :])
            continue
        python.append(blank(cell))
        if word == "sql":
            body = cell[found.end() :]
            sql, template = mask(_PREFIX.sub(lambda m: " " * len(m[0]), body))
            regions.append(Region(start + found.end(), sql, template, "databricks"))
    return "".join(python), tuple(regions)


def _indented(cell: str, after: int) -> bool:
    """Whether every line of a cell after its magic is indented, so that Python alone cannot read it."""
    lines = [line for line in cell[after:].split("\n")[1:] if line.strip()]
    return bool(lines) and all(line[0] in " \t" for line in lines)


def _cells(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, text) of the cells; the lines between them go with the cell before."""
    starts = [0, *(found.end() for found in _COMMAND.finditer(text)), len(text)]
    for start, end in pairwise(starts):
        yield start, text[start:end]
