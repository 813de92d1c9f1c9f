"""Turns one output of a code cell into HTML: the best form that needs no script."""

from __future__ import annotations

import base64
import binascii
import html
import re
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from groundrules.charts.palette import MARK, for_dark
from groundrules.render.clean import clean, data_uri

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
# What a cell's last expression leaves behind: it says nothing to a reader.
_LEFTOVER = re.compile(r"^\[?<.* at 0x[0-9a-f]+>|^<(Figure|Axes)\b|^Text\([-\d.]+, |^(None|\[\])$")
_IMAGES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
_DARK = "screen and (prefers-color-scheme: dark)"
_INTERACTIVE = re.compile(r"^application/(vnd\.|javascript)|^text/vnd\.")


def output_html(output: NotebookNode, folder: Path, markdown: Any) -> tuple[str, list[str]]:
    """Return the HTML of `output` ("" when it shows nothing) and warnings.

    markdown: function that turns Markdown text into HTML.
    """
    if output.output_type == "stream":
        return (_text(output.text) if output.name == "stdout" else ""), []
    if output.output_type not in ("execute_result", "display_data"):
        return "", []
    warnings: list[str] = []
    data, metadata = output.data, output.get("metadata", {})
    interactive = any(_INTERACTIVE.match(kind) for kind in data)
    if "text/html" in data:
        soup, left_out = clean(data["text/html"], folder)
        warnings += left_out
        if soup.get_text(strip=True) or soup.find("img"):
            return str(soup), warnings
        interactive = True
    for kind in _IMAGES:
        if kind in data:
            found, trouble = _image(kind, data[kind], metadata.get(kind, {}))
            return found, warnings + trouble
    if interactive:
        return "", [
            *warnings,
            "an interactive output was left out: a report runs no script; "
            "draw a static figure beside it",
        ]
    if "text/markdown" in data:
        soup, left_out = clean(markdown(data["text/markdown"]), folder)
        return str(soup), warnings + left_out
    plain = data.get("text/plain") or data.get("text/latex") or ""
    return ("" if _LEFTOVER.match(plain) else _text(plain)), warnings


def _text(text: str) -> str:
    plain = _ANSI.sub("", text).rstrip()
    return f'<pre class="gr-text">{html.escape(plain)}</pre>' if plain else ""


def _image(kind: str, content: str, metadata: dict[str, Any]) -> tuple[str, list[str]]:
    if kind == "image/svg+xml":
        raw = content.encode()
    else:
        try:
            raw = base64.b64decode("".join(content.split()), validate=True)
        except binascii.Error:
            return "", [f"an image was left out: its {kind} data are damaged"]
    described = "".join(
        f' {name}="{html.escape(str(metadata[name]))}"'
        for name in ("alt", "width", "height")
        if metadata.get(name)
    )
    image = f'<img src="{data_uri(kind, raw)}"{described}>'
    if kind != "image/svg+xml" or MARK not in content:
        return image, []
    # A figure in the house style has no ground of its own, and is drawn for a dark page as well.
    dark = data_uri(kind, for_dark(content).encode())
    return f'<picture><source media="{_DARK}" srcset="{dark}">{image}</picture>', []
