"""Three versions of a text made one, whatever line endings and blanks somebody's editor gave theirs."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from groundrules.scaffold import plumbing

MARKER = b"<<<<<<< yours"
LABELS = ("yours", "template before", "template now")
_BOM = b"\xef\xbb\xbf"


def is_binary(content: bytes) -> bool:
    """Whether lines cannot be told apart in it, as git judges."""
    return b"\0" in content


def plain(content: bytes) -> bytes:
    """Return a text with line feeds alone, and without a mark of its encoding."""
    return content.removeprefix(_BOM).replace(b"\r\n", b"\n")


def same(one: bytes, other: bytes) -> bool:
    """Whether two contents differ in line endings at most."""
    return one == other or plain(one) == plain(other)


def tidy(content: bytes) -> bytes:
    """Return a text without blanks at ends of lines and of the file, and with one blank where several are."""
    lines = [_key(line) for line in plain(content).split(b"\n")]
    return b"\n".join(lines).rstrip(b"\n") + b"\n"


def dressed(content: bytes, like: bytes) -> bytes:
    """Return a text with the line endings of another, where that has one kind, and its mark of encoding."""
    if is_binary(content) or is_binary(like):
        return content
    turned = plain(content)
    if like.count(b"\r\n") > like.count(b"\n") / 2:
        turned = turned.replace(b"\n", b"\r\n")
    return (_BOM if like.startswith(_BOM) else b"") + turned


def merge(base: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, int]:
    """Return the merged text, dressed as `ours`, and how many places conflict.

    A line that `ours` changed in blanks alone counts as unchanged, and keeps its blanks; its indent, which can mean
    something, is no such blank.
    """
    ended = _last_newline(base, ours, theirs)
    mark = _BOM if ours.startswith(_BOM) else b""
    own = ours.removeprefix(_BOM)
    newline = b"\r\n" if own.count(b"\r\n") > own.count(b"\n") / 2 else b"\n"
    first, last = (plain(text).replace(b"\n", newline) for text in (base, theirs))
    first, own, last = (_closed(text, newline) for text in (first, own, last))
    first, last = _aligned(first, own, last)
    merged, conflicts = plumbing.merge_file(first, own, last, LABELS)
    if not ended:
        merged = merged.removesuffix(newline)
    return mark + merged, conflicts


def _closed(text: bytes, newline: bytes) -> bytes:
    return text + newline if text and not text.endswith(b"\n") else text


def _last_newline(base: bytes, ours: bytes, theirs: bytes) -> bool:
    """Whether the file ends its last line: as `ours` does, unless only the template changed that."""
    before, own, now = (not text or text.endswith(b"\n") for text in (base, ours, theirs))
    return now if own == before else own


def _key(line: bytes) -> bytes:
    text = line.rstrip()
    indent = len(text) - len(text.lstrip())
    return text[:indent] + re.sub(rb"[ \t]+", b" ", text[indent:])


def _aligned(base: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, bytes]:
    """Return base and theirs with the lines of ours where base differs from those in blanks alone."""
    before, own = base.splitlines(keepends=True), ours.splitlines(keepends=True)
    if b"\r" in base.replace(b"\r\n", b"") or b"\f" in base or b"\v" in base:
        return base, theirs  # splitlines breaks where git does not
    keys = [_key(line) for line in before], [_key(line) for line in own]
    turned = list(before)
    for i, j, size in SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks():
        turned[i : i + size] = own[j : j + size]
    if turned == before:
        return base, theirs
    now = theirs.splitlines(keepends=True)
    for i, j, size in SequenceMatcher(None, before, now, autojunk=False).get_matching_blocks():
        now[j : j + size] = turned[i : i + size]
    return b"".join(turned), b"".join(now)
