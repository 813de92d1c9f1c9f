"""Reads a notebook file, and says clearly what is wrong with one that is broken."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from groundrules.errors import GroundrulesError, UsageError


def read_notebook(path: Path) -> NotebookNode:
    """Return the notebook at `path` in nbformat 4.

    Raises UsageError when there is no such file, GroundrulesError when it is no notebook.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such notebook")
    try:
        text = path.read_bytes().decode("utf-8-sig")
        raw = json.loads(text)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise GroundrulesError(
            f"{path} is not UTF-8 text (byte {error.start}): it is no notebook, or was damaged"
        ) from error
    except json.JSONDecodeError as error:
        raise GroundrulesError(
            f"{path}:{error.lineno}:{error.colno}: broken JSON ({error.msg}); a merge conflict or "
            "a cut-off file does this: restore the notebook from version control"
        ) from error
    if not (isinstance(raw, dict) and isinstance(raw.get("nbformat"), int)):
        raise GroundrulesError(f"{path} is JSON but no notebook: it has no `nbformat` number")
    return _upgraded(path, text)


def _to_version_4(text: str) -> object:
    convert: Any = nbformat.convert
    reads: Any = nbformat.reader.reads  # joins the lines that the file keeps apart
    return convert(reads(text), 4)


def _upgraded(path: Path, text: str) -> NotebookNode:
    try:
        with warnings.catch_warnings():
            # Cell ids play no part in a report.
            warnings.filterwarnings("ignore", category=nbformat.warnings.MissingIDFieldWarning)
            warnings.filterwarnings("ignore", category=nbformat.warnings.DuplicateCellId)
            node = _to_version_4(text)
            nbformat.validate(node, relax_add_props=True)
    except (nbformat.ValidationError, ValueError, KeyError, AttributeError, TypeError) as error:
        reason = getattr(error, "message", None) or f"{type(error).__name__}: {error}"
        raise GroundrulesError(
            f"{path} is no valid notebook: {str(reason).splitlines()[0][:200]}"
        ) from error
    if not isinstance(node, NotebookNode):  # nbformat's own signature promises less
        raise GroundrulesError(f"{path} is no valid notebook")
    return node
