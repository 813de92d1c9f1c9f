"""Lines added to a file of somebody's own, of which every byte stays."""

from __future__ import annotations

from collections.abc import Iterable


def line_end(data: bytes) -> str:
    """Return how the lines of a file end."""
    return "\r\n" if b"\r\n" in data else "\n"


def appended(data: bytes, lines: Iterable[str]) -> bytes:
    """Return a file with lines after its last."""
    end = line_end(data)
    lead = end if data and not data.endswith((b"\n", b"\r")) else ""
    return data + (lead + "".join(line + end for line in lines)).encode()


def inserted(data: bytes, line: int, lines: Iterable[str]) -> bytes:
    """Return a file with lines behind its `line`-th, counted from 1."""
    parts = data.splitlines(keepends=True)
    before = b"".join(parts[:line])
    return appended(before, lines) if line >= len(parts) else _between(data, before, lines)


def _between(data: bytes, before: bytes, lines: Iterable[str]) -> bytes:
    end = line_end(data)
    return before + "".join(line + end for line in lines).encode() + data[len(before) :]
