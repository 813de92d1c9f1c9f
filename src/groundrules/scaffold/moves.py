"""Which files moved between two states, by git's measure of likeness."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from groundrules.scaffold import notebooks
from groundrules.scaffold.formatter import Formatter
from groundrules.scaffold.plumbing import Store
from groundrules.scaffold.text_merge import is_binary, tidy
from groundrules.scaffold.tree import Entry


def found(
    gone: Mapping[str, Entry], come: Mapping[str, Entry], store: Store, formatter: Formatter
) -> dict[str, str]:
    """Return old path → new path of files that are gone and have come again, edited or not."""
    if not gone or not come:
        return {}
    unknown = {one.sha for one in gone.values() if one.content is None}
    sides = [
        {path: ("100644", _essence(path, one, unknown, formatter)) for path, one in side.items()}
        for side in (gone, come)
    ]
    return store.renamed(*map(store.tree, sides))


def _essence(path: str, one: Entry, unknown: set[str], formatter: Formatter) -> bytes:
    """Return what makes a file that file: no outputs, no formatting; of what is too large to record, the hash."""
    if one.content is None or one.sha in unknown:
        return one.sha.encode()
    if one.link or is_binary(one.content):
        return one.content
    if path.endswith(".ipynb"):
        return notebooks.essence(one.content)
    return tidy(formatter.formatted(path, one.content) or one.content)


def followed(path: str, moved: Mapping[str, str], there: set[str]) -> str:
    """Return where a new file goes: into the folder to which all the others of its folder were moved, if so.

    moved: old → new path of what somebody moved; there: paths of the template that are where it put them.
    """
    folder = PurePosixPath(path).parent
    if folder == PurePosixPath() or any(PurePosixPath(one).parent == folder for one in there):
        return path
    targets = {
        PurePosixPath(new).parent
        for old, new in moved.items()
        if PurePosixPath(old).parent == folder
        and PurePosixPath(old).name == PurePosixPath(new).name
    }
    return str(targets.pop() / PurePosixPath(path).name) if len(targets) == 1 else path
