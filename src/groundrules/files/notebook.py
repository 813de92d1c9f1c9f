"""Jupyter notebooks: code cells joined into one text, magics blanked, SQL cells kept as SQL."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec

from groundrules.files.source import Cell, Note, Region, Source, UnreadableError, blank, decode
from groundrules.files.sql import mask

# The languages of kernels whose cells are Python; a kernel that says none is taken for one.
_PYTHONS = ("", "python", "pyspark", "python_glue_session")
SQL_MAGICS = "sql|bigquery|sparksql|read_sql|ddb"
_SQL_CELL = re.compile(rf"%%(?:{SQL_MAGICS})\b[^\n]*")
# Of a Databricks notebook that is kept as .ipynb: one sign, and the cell is in another language.
_DATABRICKS_CELL = re.compile(r"%(?:(?P<sql>sql)[ \t]*\n|(?:md|md-sandbox|sh|scala|r|fs)(?:\s|$))")
_SQL_LINE = re.compile(r"^%sql\s+(?=(?:select|with|insert|create)\b)", re.I | re.M)
_CODE_CELL = re.compile(
    r"%%(?:time|timeit|capture|prun|memit|mprun|python3?|pyspark|spark)\b[^\n]*"
)
# Magics that bind names which no cell shows.
_BINDS = re.compile(
    r"^[ \t]*%{1,2}(?:pylab|run|load|loadpy|store|capture|R|Rpull|Rget|octave|bigquery|sql|script|bash|sh)\b",
    re.M,
)
# A line that begins with `% (…)` or `!=` goes on with the expression above it.
_MAGIC = re.compile(
    r"^(?P<lead>[ \t]*)(?:(?P<run>%(?:time|timeit|memit|prun)\b(?:[ \t]+-\S+(?:[ \t]\d+)?)*"
    r"(?P<compound>[ \t]+(?:for|while|with|if)\b[^\n]*)?)"
    r"|(?P<target>[\w, \t]+=[ \t]*)(?P<value>(?:%[A-Za-z]|!(?!=))(?:\\\n|[^\n])*)"
    r"|(?P<line>(?:%%?[A-Za-z]|!(?!=)|\?|(?:pip3?|conda|mamba)[ \t]+(?:un)?install\b)(?:\\\n|[^\n])*"
    r"|[\w.]+\?{1,2}[ \t]*$))",
    re.M,
)


class _Tags(msgspec.Struct):
    tags: list[str] = []


class _Cell(msgspec.Struct):
    cell_type: str = ""
    metadata: _Tags = msgspec.field(default_factory=_Tags)
    source: str | list[str] = ""
    input: str | list[str] = ""  # nbformat 3
    execution_count: Any = None
    prompt_number: Any = None  # nbformat 3


class _Worksheet(msgspec.Struct):
    cells: list[_Cell] = []


class _Language(msgspec.Struct):
    name: Any = None
    language: Any = None
    version: Any = None


class _Metadata(msgspec.Struct):
    kernelspec: _Language | None = None
    language_info: _Language | None = None


class _Notebook(msgspec.Struct):
    cells: list[_Cell] | None = None
    worksheets: list[_Worksheet] = []  # nbformat 3
    metadata: _Metadata | None = None


_DECODER = msgspec.json.Decoder(_Notebook)


class Marks(NamedTuple):
    """What a cell says of itself: its tags, and when it ran, counted from 1."""

    tags: tuple[str, ...]
    execution_count: int | None


class Cells(list[tuple[int, str, Marks]]):
    """(number counted over all cells, text, marks) of each code cell."""

    python2 = False
    """Whether the notebook says that its kernel was a Python 2."""


def code_cells(data: bytes) -> Cells:
    """Return the code cells of a notebook; none where another language than Python is in them.

    nbformat 3 and 4 are read. Outputs are skipped, not decoded.
    """
    try:
        notebook = _DECODER.decode(data)
    except msgspec.ValidationError as error:
        raise UnreadableError(_broken(f"the JSON is not a notebook's ({error})")) from None
    except (msgspec.DecodeError, RecursionError) as error:
        decode(data)  # names a wrong encoding first, where that is the fault
        raise UnreadableError(_broken(f"the file is not whole JSON ({error})")) from None
    if notebook.cells is None and not notebook.worksheets:
        raise UnreadableError(_broken("it has no cells"))
    found = Cells()
    language, version = _language(notebook.metadata)
    if language not in _PYTHONS:
        return found
    found.python2 = version.startswith("2")
    raw = notebook.cells or [cell for sheet in notebook.worksheets for cell in sheet.cells]
    for number, cell in enumerate(raw, start=1):
        if cell.cell_type == "code":
            source = cell.source or cell.input
            text = source if isinstance(source, str) else "".join(source)
            text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ") + "\n"
            count = cell.prompt_number if cell.execution_count is None else cell.execution_count
            ran = count if isinstance(count, int) else None
            found.append((number, text, Marks(tuple(cell.metadata.tags), ran)))
    return found


def _language(metadata: _Metadata | None) -> tuple[str, str]:
    """Return the name of the kernel's language, empty where none is said, and its version."""
    kernel, info = (metadata.kernelspec, metadata.language_info) if metadata else (None, None)
    name = (kernel.language if kernel else None) or (info.name if info else None)
    return str(name or "").lower(), str(info.version or "") if info else ""


def ran_in_order(code: Cells) -> bool:
    """Whether a kernel, once started, ran every cell from top to bottom and nothing else."""
    counts = [marks.execution_count for _, text, marks in code if text.strip()]
    return bool(counts) and counts == list(range(1, len(counts) + 1))


def build(path: str, code: Cells) -> Source:
    """Join code cells into one source, magics blanked."""
    pythons: list[str] = []
    cells: list[Cell] = []
    regions: list[Region] = []
    line, offset = 1, 0
    for number, text, marks in code:
        python, found = _split(text)
        cells.append(Cell(number, line, marks.tags, marks.execution_count))
        pythons.append(python)
        regions.extend(Region(offset + start, *mask(sql), _dialect(text)) for start, sql in found)
        line += text.count("\n")
        offset += len(text)
    text = "".join(text for _, text, _ in code)
    opaque = bool(_BINDS.search(text)) or "run_line_magic" in text
    return Source(
        path,
        text,
        "".join(pythons),
        tuple(cells),
        tuple(regions),
        opaque=opaque,
        ran_in_order=ran_in_order(code),
        python2=code.python2,
    )


def _broken(why: str) -> Note:
    return Note(
        "E002", "broken-notebook", f"Not a readable notebook: {why}; save it again from Jupyter."
    )


def _dialect(text: str) -> str | None:
    """Return the dialect that a cell's magic speaks."""
    word = text.lstrip()[2:].split(None, 1)[0]
    return {"bigquery": "bigquery", "sparksql": "spark"}.get(word)


def _split(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return the cell's Python and its SQL, both at unchanged offsets."""
    body = text.lstrip()
    indent = len(text) - len(body)
    if databricks := _DATABRICKS_CELL.match(body):
        start = indent + databricks.end()
        return blank(text), [(start, text[start:])] if databricks["sql"] else []
    if body.startswith("%%"):
        sql_cell = _SQL_CELL.match(body)
        if sql_cell:
            start = indent + sql_cell.end()
            return blank(text), [(start, text[start:])]
        code_cell = _CODE_CELL.match(body)
        if not code_cell:
            return blank(text), []
        head = indent + code_cell.end()
        text = blank(text[:head]) + text[head:]
    text = _dedented(text)
    if not any(mark in text for mark in ("%", "!", "?", "install")):
        return text, []
    found = [(m.end(), text[m.end() :].split("\n", 1)[0]) for m in _SQL_LINE.finditer(text)]
    return _MAGIC.sub(_blank_magic, text), found


def _dedented(text: str) -> str:
    """Return a cell without the indentation of its first line, as IPython runs it, at unchanged length.

    Columns in such a cell are told from its first line's beginning.
    """
    first = text[: len(text) - len(text.lstrip(" \t"))]
    if not first or text[len(first) : len(first) + 1] in ("", "\n"):
        return text
    lines = text.split("\n")
    cut = (line.removeprefix(first).ljust(len(line)) for line in lines)
    return "\n".join(cut)


def _blank_magic(match: re.Match[str]) -> str:
    lead = match["lead"]
    if match["compound"]:  # cannot stand behind a `;`
        return lead + "0".ljust(len(match["run"]))
    if match["run"]:
        return lead + "0;".ljust(len(match["run"]))
    if match["target"]:
        return lead + match["target"] + _nothing(match["value"])
    return lead + _nothing(match["line"])


def _nothing(text: str) -> str:
    """Return an expression that says nothing, of the lines and the length of a text."""
    return "0" + blank(text)[1:]
