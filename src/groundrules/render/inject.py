"""Parameters of a notebook, by papermill's convention: set in a cell after the one that is tagged `parameters`."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from groundrules.errors import UsageError

_INJECTED = "injected-parameters"


def injected(node: NotebookNode, path: Path, parameters: Mapping[str, object]) -> NotebookNode:
    """Return a copy of a notebook in which a cell sets the parameters as variables.

    The cell stands after the first that is tagged `parameters`, or first where none is; one that papermill or we
    injected before is replaced. Dates are texts, as in 2024-03-17.
    Raises UsageError for a notebook that is not in Python.
    """
    node = copy.deepcopy(node)
    if not parameters:
        return node
    if language(node) != "python":
        raise UsageError(
            f"{path} is not in Python: only notebooks in Python can be given parameters"
        )
    cells = [cell for cell in node.cells if _INJECTED not in cell.metadata.get("tags", [])]
    tagged = [
        number
        for number, cell in enumerate(cells)
        if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", [])
    ]
    lines = ["# Parameters", *(f"{name} = {value!r}" for name, value in parameters.items())]
    make: Any = new_code_cell  # nbformat leaves it untyped
    cell = make("\n".join(lines), id=_INJECTED, metadata={"tags": [_INJECTED]})
    if (node.nbformat, node.nbformat_minor) < (4, 5):
        del cell["id"]
    cells.insert(tagged[0] + 1 if tagged else 0, cell)
    node.cells = cells
    return node


def language(node: NotebookNode) -> str:
    """Return the language of a notebook's cells, empty where it does not say."""
    spec = node.metadata.get("kernelspec", {})
    named = spec.get("language") or node.metadata.get("language_info", {}).get("name")
    return str(named or ("python" if spec.get("name", "python3").startswith("python") else ""))
