"""What all pages that we write have in common: their looks, and that nothing in them reaches for the network."""

from __future__ import annotations

from pathlib import Path

SAFE = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)
"""The content security policy of a page without a script."""


def style() -> str:
    """Return the style sheet: light and dark, for a screen, a phone and paper."""
    return (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
