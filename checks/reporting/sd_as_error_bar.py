import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_PLOTS = (
    "errorbar", "bar", "barh", "plot", "scatter", "line", "area", "fill_between", "fill_betweenx", "Bar", "Scatter",
    "barplot", "pointplot", "lineplot", "catplot", "relplot", "ErrorY", "histogram", "box",
)  # fmt: skip
_LABELS = (
    "title", "set_title", "suptitle", "ylabel", "xlabel", "set_ylabel", "set_xlabel", "legend", "text", "annotate",
    "figtext", "update_layout", "set", "supylabel", "Markdown", "add_annotation", "set_axis_labels", "update_yaxes",
)  # fmt: skip
_CLAIM = re.compile(
    r"\bC\.?I\.?\b|confidence|standard[ _]errors?|std\.?[ _]?err|\bS\.?E\.?M?\.?\b|\bse\b|\bsem\b|error of the mean",
    re.I,
)
_HONEST = re.compile(r"standard deviation|\bs\.?d\.?\b|std\.? ?dev|\bstd\b|sigma|σ|spread", re.I)


class SdAsErrorBar(CodeRule):
    """Error bars show the standard deviation, and the chart calls them a confidence interval or a standard error.

    Why: The one describes rows, the other their mean. With 100 rows the standard deviation is
    10 times the standard error (the standard's `recompute` block).

    Bad:
        ```python
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot as plt
        import numpy as np

        waits = np.array([3.0, 5.0, 8.0, 4.0, 6.0])
        plt.bar(["all"], [waits.mean()], yerr=waits.std(ddof=1))
        plt.title("Mean wait with 95 % confidence interval")
        ```
    Good:
        ```python
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot as plt
        import numpy as np

        waits = np.array([3.0, 5.0, 8.0, 4.0, 6.0])
        plt.bar(["all"], [waits.mean()], yerr=2.78 * waits.std(ddof=1) / np.sqrt(len(waits)))
        plt.title("Mean wait with 95 % confidence interval")
        ```
    """

    code = "REP005"
    name = "sd-as-error-bar"
    severity = Severity.WARNING
    standard = "reporting/spread"
    mend = "Divide by √n (and multiply by the factor of the interval), or call the bars standard deviations."
    triggers = (
        Trigger(
            any_pattern=(
                r"\b(?:yerr|xerr|error_y|error_x|errorbar|fill_betweenx?|ErrorY)\b|\bci\s*=\s*['\"]sd",
            )
        ),
        Trigger(any_pattern=(r"\bstd\b|\bnanstd\b|\bstdev\b|\bsd\b",)),
        Trigger(any_pattern=(r"(?i)" + _CLAIM.pattern,)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for plot in code.calls_named(*_PLOTS):
            shown = [width for width in plot.half_widths() if width.spreads()] or _by_name(plot)
            claim = _claim(code, plot) if shown else None
            if claim:
                yield Hit(
                    shown[0],
                    f'The bars are standard deviations (`{shown[0].text}`), and the chart says "{claim}".',
                )


def _by_name(plot: Call) -> list[Value]:
    """Return how a seaborn plot is told to show standard deviations."""
    given = [plot.argument(None, name) for name in ("errorbar", "ci")]
    return [value for value in given if value is not None and value.literal == "sd"]


def _claim(code: Code, plot: Call) -> str | None:
    """Return what the chart calls its bars, if that is an interval or a standard error."""
    labels = [call for call in code.calls_named(*_LABELS) if _is_of(code, call, plot)]
    said = [
        text
        for call in (plot, *labels)
        for argument in call.arguments
        for text in _texts(argument)
        if text not in ("sd", "std")
    ]
    if any(_HONEST.search(text) for text in said):
        return None
    return next((" ".join(text.split())[:60] for text in said if _CLAIM.search(text)), None)


def _texts(value: Value) -> list[str]:
    """Return what an argument says, through names and helpers too."""
    made = [maker.said for maker, _ in value.makers()]
    return [text for text in made if text is not None] or [text for _, text in value.texts()]


def _is_of(code: Code, label: Call, plot: Call) -> bool:
    """Whether a label belongs to a plot: in the same cell, near it, and no other chart begun between."""
    first, last = sorted((label.span, plot.span))
    begun = code.calls_named("show", "figure", "subplots", "close", "clf", "savefig")
    return code.near(label, plot, 40) and not any(first < other.span < last for other in begun)
