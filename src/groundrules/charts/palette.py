"""The colours of figures, on a light and on a dark ground.

Those of data are four of the eight that M. Okabe and K. Ito proposed for every kind of colour vision
(https://jfly.uni-koeln.de/color/#pallet): the four that contrast with a white page by 3 to 1 and more (WCAG 2.2,
1.4.11). Three of them do so on a dark page as well; the black one is drawn light there.
tests/test_charts.py computes both, and how far apart they stay without red or green cones.
"""

from __future__ import annotations

BLUE, VERMILLION, GREEN = "#0072b2", "#d55e00", "#009e73"
INK, SOFT, LINE, PAPER = "#1f2328", "#57606a", "#dcd9d2", "#fdfcfa"
"""Text and black data, what is said softly, thin lines, and the page, as in pages/style.css."""
PALETTE = (BLUE, VERMILLION, GREEN, INK)
ON_DARK = {
    INK: "#e4e2dd",
    SOFT: "#a9adb5",
    LINE: "#363a42",
    PAPER: "#16181c",
    "#000000": "#e4e2dd",
}
"""What stands on a dark page for a colour that cannot be seen there."""
MARK = "groundrules house style"
"""Stands in the keywords of an SVG that may be recoloured so."""


def for_dark(svg: str) -> str:
    """Return a house-style SVG as it is drawn on a dark page."""
    for light, dark in ON_DARK.items():
        svg = svg.replace(light, dark)
    # matplotlib writes no colour where it is black.
    return svg.replace("<svg ", f'<svg fill="{ON_DARK[INK]}" ', 1)
