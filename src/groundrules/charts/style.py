"""The house style, and files of figures whose bytes depend on the figure alone."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundrules.charts.palette import INK, LINE, MARK, PALETTE, PAPER, SOFT
from groundrules.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT, SIZE = 5.4, 3.2, 11.5
"""Inches, inches, points: on a telephone 360 pixels wide the text is still 10 pixels high."""
# No date, no version of matplotlib: the same figure is the same bytes.
SVG = {"Date": None, "Creator": None, "Keywords": [MARK]}
_METADATA: dict[str, dict[str, Any]] = {
    ".svg": SVG,
    ".png": {"Software": None},
    ".pdf": {"CreationDate": None, "Producer": None, "Creator": None},
}


def use() -> None:
    """Set the house style for all figures of this process; in a notebook they are sent as SVG.

    Call it once, before the first figure; what is set after it by `matplotlib.rcParams` holds.
    Raises MissingExtraError without matplotlib.
    """
    need_matplotlib()
    import matplotlib

    _send_svg()
    matplotlib.rcParams.update(style())


def style() -> dict[str, Any]:
    """Return the house style as matplotlib's rcParams."""
    from cycler import cycler

    return {
        # Four colours, then the same dashed: nobody has to tell five colours apart.
        "axes.prop_cycle": cycler(linestyle=["-", (0, (5, 2))]) * cycler(color=PALETTE),
        "font.family": "DejaVu Sans",  # comes with matplotlib, so every machine has it
        "font.size": SIZE,
        "axes.titlesize": SIZE + 1,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelsize": SIZE,
        "xtick.labelsize": SIZE - 0.5,
        "ytick.labelsize": SIZE - 0.5,
        "legend.fontsize": SIZE,
        "legend.frameon": False,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.titlecolor": INK,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "xtick.color": SOFT,
        "ytick.color": SOFT,
        "axes.edgecolor": SOFT,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.8,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "grid.color": LINE,
        "grid.linewidth": 0.8,
        "axes.formatter.use_mathtext": False,
        "axes.unicode_minus": True,
        "lines.linewidth": 2.2,
        "lines.markersize": 6.5,
        "lines.markeredgecolor": PAPER,
        "patch.edgecolor": PAPER,
        "patch.force_edgecolor": True,
        "errorbar.capsize": 3,
        "hatch.color": SOFT,
        # No ground: the page's own is seen, light or dark.
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "savefig.facecolor": "none",
        "figure.figsize": (WIDTH, HEIGHT),
        "figure.constrained_layout.use": True,
        "figure.dpi": 100,
        "savefig.dpi": 200,
        "svg.fonttype": "path",  # the same on every machine
        "svg.hashsalt": "groundrules",
    }


def save(figure: Figure, path: str | Path) -> Path:
    """Write `figure` to a .svg, .png or .pdf file, the same bytes for the same figure, and return its path."""
    target = Path(path)
    metadata = _METADATA.get(target.suffix.lower())
    if metadata is None:
        raise UsageError(f"{target}: figures are saved as {', '.join(_METADATA)}")
    import matplotlib

    # PNG and PDF go where no page lends them a ground.
    ground = "none" if target.suffix.lower() == ".svg" else "white"
    with matplotlib.rc_context({"svg.hashsalt": "groundrules"}):
        figure.savefig(target, metadata=metadata, facecolor=ground, bbox_inches="tight")
    return target


def need_matplotlib() -> None:
    """Raise MissingExtraError where matplotlib is not installed."""
    if find_spec("matplotlib") is None:
        raise MissingExtraError("charts", "report", "matplotlib")


def _send_svg() -> None:
    """Have IPython, where it runs and draws inline, send figures as SVG; elsewhere nothing is done."""
    if find_spec("IPython") is None or find_spec("matplotlib_inline") is None:
        return
    from IPython import get_ipython  # type: ignore[attr-defined]

    shell = get_ipython()
    if shell is None:
        return
    import matplotlib

    if "inline" not in str(matplotlib.get_backend()):
        return
    # Loaded first: on loading it sets formats of its own.
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    set_matplotlib_formats("svg", metadata=SVG)
