"""Three versions of one file, of whatever kind, made one."""

from __future__ import annotations

from dataclasses import dataclass

from groundrules.scaffold import notebooks, text_merge
from groundrules.scaffold.formatter import Formatter
from groundrules.scaffold.text_merge import dressed, is_binary, plain, tidy
from groundrules.scaffold.tree import Entry


@dataclass(frozen=True)
class Outcome:
    """What a file holds in the end, how it came about, and what its owner should know."""

    content: bytes
    link: bool = False
    merged: bool = False
    conflict: str = ""
    note: str = ""


def unchanged(path: str, base: Entry, own: Entry, formatter: Formatter) -> bool:
    """Whether somebody's file is the template's, but for line endings, blanks and formatting."""
    if base.same(own):
        return True
    if base.link or own.link or base.content is None or own.content is None:
        return False
    if is_binary(base.content) or is_binary(own.content):
        return False
    mine, before = plain(own.content), plain(base.content)
    return tidy(mine) == tidy(before) or formatter.like(path, mine, before)[0] == mine


def merge(path: str, base: Entry, own: Entry, now: Entry, formatter: Formatter) -> Outcome:
    """Return a file that holds the edits of both sides.

    A file in which lines cannot be told apart, or whose former content nobody knows, stays as it is once it is edited.
    """
    assert own.content is not None and now.content is not None
    mine = Outcome(own.content, own.link)
    if base.same(now) or own.same(now):
        return mine
    if base.same(own):
        kept = own.content if not now.link else now.content
        mixed = b"\r\n" in kept and b"\n" in kept.replace(b"\r\n", b"")
        if base.content is None or not mixed:
            return Outcome(now.content if now.link else dressed(now.content, like=kept), now.link)
    if base.link or own.link or now.link:
        return Outcome(own.content, own.link, note="one of both versions is a link; yours stays")
    if base.content is None:
        return Outcome(
            own.content,
            note="you changed it, and so did the template; its former content was not recorded",
        )
    if any(is_binary(side) for side in (base.content, own.content, now.content)):
        return Outcome(
            own.content,
            note="you changed it, and so did the template; it has no lines that could be merged",
        )
    return _lines(path, base.content, own.content, now.content, formatter)


def _lines(path: str, base: bytes, own: bytes, now: bytes, formatter: Formatter) -> Outcome:
    before, then = formatter.like(path, plain(own), plain(base), plain(now))
    if path.endswith(".ipynb"):
        return _notebook(path, before, own, then)
    merged, conflicts = text_merge.merge(before, own, then)
    said = (
        f"{conflicts} place{'s' if conflicts > 1 else ''} that you and the template both changed"
        if conflicts
        else ""
    )
    return Outcome(merged, merged=True, conflict=said)


def _notebook(path: str, base: bytes | None, own: bytes, now: bytes) -> Outcome:
    found = notebooks.merge(base, own, now)
    if found is None:
        return Outcome(own, conflict="no notebook that can be read; yours stays")
    said = f"{found.conflicts} cell{'s' if found.conflicts > 1 else ''} that you and the template both changed"
    return Outcome(
        found.content,
        merged=True,
        conflict=said if found.conflicts else "",
        note="; ".join(sorted(set(found.kept))),
    )


def both_added(path: str, own: Entry, now: Entry, formatter: Formatter) -> Outcome:
    """Return a file that both sides made, each for itself."""
    assert own.content is not None and now.content is not None
    if own.same(now) or unchanged(path, now, own, formatter):
        return Outcome(own.content, own.link)
    said = "you and the template each made it"
    if own.link or now.link or any(is_binary(side) for side in (own.content, now.content)):
        return Outcome(own.content, own.link, conflict=f"{said}; yours stays")
    if path.endswith(".ipynb"):
        found = notebooks.merge(None, own.content, now.content)
        if found is None:
            return Outcome(own.content, conflict=f"{said}; yours stays")
        return Outcome(found.content, merged=True, conflict=f"{said}; it holds the cells of both")
    merged, _ = text_merge.merge(
        b"", own.content, formatter.like(path, plain(own.content), plain(now.content))[0]
    )
    return Outcome(merged, merged=True, conflict=said)
