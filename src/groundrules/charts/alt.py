"""Alt text that the code gives, so that it can hold the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from groundrules.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TYPES = ("image/svg+xml", "image/png", "image/jpeg")


def describe(figure: Figure, text: str) -> None:
    """Send `text` with the image of `figure`, for those who do not see it: what it shows, with the numbers.

    The notebook holds it as the output's metadata `{"image/svg+xml": {"alt": text}}`, from where the report takes
    it; a cell's own metadata `alt` is for figures that no code describes. A later text replaces an earlier one.
    Raises UsageError where the text is empty.
    """
    said = " ".join(text.split())
    if not said:
        raise UsageError("charts.describe needs a text that says what the figure shows")

    def bundle(**_asked: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        # IPython merges these metadata with the data of its own formatters for figures.
        return {}, {kind: {"alt": said} for kind in _TYPES}

    figure._repr_mimebundle_ = bundle  # type: ignore[attr-defined]


def description(figure: Figure) -> str | None:
    """Return what `describe` was told of a figure; None where it was told nothing."""
    bundle = getattr(figure, "_repr_mimebundle_", None)
    return str(bundle()[1][_TYPES[0]]["alt"]) if bundle else None
