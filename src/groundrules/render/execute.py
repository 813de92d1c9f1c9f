"""Runs a notebook with the interpreter that runs us, whatever kernels are registered."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import zmq
from ipykernel.kernelspec import RESOURCES, get_kernel_dict
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from groundrules.errors import GroundrulesError
from groundrules.render.inject import injected, language

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CELL_LINE = re.compile(r"(?:Cell In\[\d+\], line (\d+)|^-+> (\d+) )", re.MULTILINE)


class _RunningInterpreter(KernelSpecManager):
    """Answers every request with a kernel of `sys.executable`.

    A kernel registered as `python3` for the user by another environment comes first
    in Jupyter's own search, and would run the notebook without this one's packages.
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(resource_dir=RESOURCES, **get_kernel_dict())


class _OwnKernel(AsyncKernelManager):
    """A kernel manager that only knows the running interpreter."""

    def __init__(self, **options: Any) -> None:
        options["kernel_spec_manager"] = _RunningInterpreter()
        # The kernel warns on stderr when it talks in plain text (from jupyter_client 8.10).
        if self.has_trait("transport_encryption") and zmq.has("curve"):
            options["transport_encryption"] = "auto"
        super().__init__(**options)


def run_notebook(
    node: NotebookNode,
    path: Path,
    tell: Callable[[str], None],
    parameters: Mapping[str, object] | None = None,
) -> NotebookNode:
    """Return an executed copy of `node`; code runs in the folder of `path`.

    parameters: texts, numbers and booleans, set as variables: see `groundrules.render.inject`.

    Notebooks in Python run with the running interpreter, others with the kernel that
    they name. Raises GroundrulesError with file, cell and exception when a cell fails.
    """
    node = injected(node, path, parameters or {})
    for cell in node.cells:
        cell.metadata.pop("execution", None)  # times of an earlier run
    last = len(node.cells)
    failed = {"cell": 0}

    def starting(cell: NotebookNode, cell_index: int) -> None:
        if cell.cell_type == "code":
            tell(f"{path}: running cell {cell_index + 1} of {last}")

    def failing(cell: NotebookNode, cell_index: int, **_reply: object) -> None:
        failed["cell"] = cell_index + 1

    folder = path.resolve().parent
    client = NotebookClient(
        node,
        timeout=None,
        record_timing=False,  # two runs of the same input must give the same bytes
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=starting,
        on_cell_error=failing,
        **_kernel_options(node),
    )
    try:
        _execute(client)
    except CellExecutionError as error:
        line = _line_of(error.traceback)
        place = f"{path}:cell {failed['cell']}" + (f":{line}" if line else "")
        raise GroundrulesError(
            f"{place}: {error.ename}: {error.evalue}. No report was written"
        ) from error
    except DeadKernelError as error:
        raise GroundrulesError(
            f"{path}: the kernel died while it ran (out of memory?). No report was written"
        ) from error
    except NoSuchKernel as error:
        raise GroundrulesError(
            f"{path} wants the kernel {error.name!r}, which is not installed here: install it, "
            "or run the notebook elsewhere and render it without --execute"
        ) from error
    return node


def _execute(client: NotebookClient) -> None:
    """Run the cells; Ctrl-C stops the kernel and comes out as what it is.

    nbclient catches the signal, shuts the kernel down, and then fails on what is gone,
    in one of several ways; a clean-up that it began by itself tells that this was it.
    """
    try:
        # What a cell prints comes over the kernel's own channel; its stderr is only the
        # kernel's last words when it is stopped.
        client.execute(env=_environment(), stderr=subprocess.DEVNULL)
    except BaseException as error:
        begun = getattr(client, "_async_cleanup_kernel_future", None) is not None
        if not begun and not isinstance(error, asyncio.CancelledError):
            raise
    else:
        if getattr(client, "_async_cleanup_kernel_future", None) is None:
            return
    # A task that still polled the kernel fails on its absence, and asyncio would print that at the end.
    logging.getLogger("asyncio").addFilter(_is_no_assertion)
    raise KeyboardInterrupt


def _is_no_assertion(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], AssertionError))


def _kernel_options(node: NotebookNode) -> dict[str, Any]:
    if language(node) == "python":
        return {"kernel_name": "python3", "kernel_manager_class": _OwnKernel}
    name = node.metadata.get("kernelspec", {}).get("name", "python3")
    return {"kernel_name": name}


def _environment() -> dict[str, str]:
    """The environment of a shell in which the running interpreter's environment is active."""
    programs = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": programs + os.pathsep + os.environ.get("PATH", "")}


def _line_of(traceback: str) -> int | None:
    """The line within the cell, from the first frame of IPython's traceback."""
    match = _CELL_LINE.search(_ANSI.sub("", traceback))
    return int(match[1] or match[2]) if match else None
