"""Python files: decoding as Python itself does, and parsing that survives a broken cell."""

from __future__ import annotations

import ast
import gc
import io
import sys
import tokenize
import warnings
from bisect import bisect_right

from groundrules.files import databricks
from groundrules.files.source import Note, Source, UnreadableError, blank, decode

_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
_FAILURES = (SyntaxError, ValueError, RecursionError, MemoryError)
_FLAGS = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def read(path: str, data: bytes) -> Source:
    """Read a .py file. A coding cookie (PEP 263) is honoured."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError:
        encoding = "utf-8"
    if encoding not in ("utf-8", "utf-8-sig"):
        try:
            data = data.decode(encoding).encode()
        except UnicodeDecodeError as error:
            raise UnreadableError(
                Note("E001", "not-utf8", f"The file does not hold the {encoding} that it declares.")
            ) from error
    text = decode(data)
    if databricks.is_export(text):
        module, regions = databricks.split(text)
        return Source(path=path, text=text, python=module, regions=regions)
    return Source(path=path, text=text, python=text)


def parse(source: Source) -> ast.Module:
    """Parse what can be parsed; what cannot becomes a note, cell by cell in a notebook."""
    try:
        return _compile(source.python)
    except _FAILURES as error:
        if not source.cells or source.python2:
            source.notes.append(_note(error, 0))
            return ast.Module(body=[], type_ignores=[])
        first = error
    if _leave_out(source, _cell_at(source, first)):
        try:
            return _compile(source.python)
        except _FAILURES:
            pass
    for number in range(len(source.cells)):
        _leave_out(source, number)
    return _compile(source.python)


def _cell_at(source: Source, error: Exception) -> int:
    """Return the place of the cell that a syntax error names."""
    line = (error.lineno or 1) if isinstance(error, SyntaxError) else 1
    return max(bisect_right(source.cells, line, key=lambda cell: cell.first_line) - 1, 0)


def _leave_out(source: Source, number: int) -> bool:
    """Blank a cell that does not parse on its own, with a note; return whether it was one."""
    lines = source.python.split("\n")
    start = source.cells[number].first_line - 1
    after = source.cells[number + 1 :]
    end = after[0].first_line - 1 if after else len(lines)
    text = "\n".join(lines[start:end])
    try:
        _compile(text)
        return False
    except _FAILURES as error:
        source.notes.append(_note(error, start))
    source.opaque = True
    lines[start:end] = blank(text).split("\n")
    source.python = "\n".join(lines)
    return True


def _compile(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes are the host file's own affair
        collecting = gc.isenabled()
        gc.disable()  # a tree is all new objects, and none of them garbage
        try:
            tree = compile(text, "<analysis>", "exec", _FLAGS, dont_inherit=True)
        finally:
            if collecting:
                gc.enable()
    assert isinstance(tree, ast.Module)
    return tree


def _note(error: Exception, lines_before: int) -> Note:
    if isinstance(error, SyntaxError):
        line, column = (error.lineno or 1) + lines_before, max(error.offset or 1, 1)
        return Note("E003", "python-syntax", f"Not Python {_VERSION}: {error.msg}.", line, column)
    reason = str(error) or type(error).__name__
    return Note("E003", "python-syntax", f"Python cannot parse it: {reason}.", lines_before + 1)
