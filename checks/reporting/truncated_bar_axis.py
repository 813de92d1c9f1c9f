from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_BARS = ("bar", "barh", "barplot", "countplot", "Bar", "plot", "catplot")
_LIMITS = (
    "ylim",
    "xlim",
    "set_ylim",
    "set_xlim",
    "set",
    "axis",
    "update_yaxes",
    "update_xaxes",
    "update_layout",
    "setp",
)
_LINES = ("plot", "lineplot", "step")


class TruncatedBarAxis(CodeRule):
    """The value axis of a bar chart does not begin at zero, or a chart has two value axes.

    Two value axes are shown only where this rule is asked for: whether they mislead cannot be seen in code.

    Why: A bar says its value by its length. On an axis from 90, a bar of 96 is twice as long
    as one of 93, which is 3 % smaller (the standard's `recompute` block).

    Bad:
        ```python
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot as plt

        plt.bar(["old", "new"], [93, 96])
        plt.ylim(90, 100)
        ```
    Good:
        ```python
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot as plt

        plt.bar(["old", "new"], [93, 96])
        plt.ylim(0, 100)
        ```
    """

    code = "REP009"
    name = "truncated-bar-axis"
    severity = Severity.WARNING
    standard = "reporting/charts"
    mend = (
        "Begin at zero, or show differences as points; give the second measure a chart of its own."
    )
    triggers = (
        Trigger(
            any_pattern=(
                r"\b(?:bar|barh|barplot|countplot|Bar|catplot)\b",
                r"\btwinx\s*\(|\bsecondary_y\s*=\s*True",
            )
        ),
        Trigger(
            any_pattern=(
                r"[xy]lim\b|[xy]axis|[xy]axes|\baxis\s*\(|range_[xy]|\btwinx\b|\bsecondary_y\b",
            )
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        bars = [call for call in code.calls_named(*_BARS) if _is_bar(call)]
        for limits in code.calls_named(*_LIMITS, *_BARS) if bars else ():
            chart = next((b for b in bars if limits.tells_axes_of(b)), None)
            start = limits.axis_start("x" if _is_horizontal(chart) else "y") if chart else None
            if chart is not None and start is not None and not _is_log(code, chart):
                yield Hit(
                    limits,
                    f"The bars of `{chart.method}` begin at {start.text}, not at zero: their lengths do not say "
                    "their values.",
                )
        for second in _second_axes(code):
            yield Hit(
                second,
                "This chart has two value axes: their scales decide what the eye compares.",
                Severity.INFO,
            )


def _is_bar(call: Call) -> bool:
    kind = call.argument(None, "kind")
    if call.method in ("plot", "catplot"):
        return kind is not None and kind.literal in ("bar", "barh", "count")
    floats = (
        call.argument(None, "bottom") or call.argument(None, "left") or call.argument(None, "base")
    )
    return floats is None and not (
        call.receiver is not None and call.receiver.text.endswith(".style")
    )


def _is_horizontal(call: Call) -> bool:
    told = [call.argument(None, name) for name in ("kind", "orient", "orientation")]
    return call.method == "barh" or any(
        one is not None and one.literal in ("barh", "h") for one in told
    )


def _is_log(code: Code, chart: Call) -> bool:
    """Whether an axis is logarithmic: it has no zero."""
    told = [chart.argument(None, name) for name in ("log", "logy", "logx", "log_y", "log_x")]
    scales = code.calls_named("yscale", "xscale", "set_yscale", "set_xscale")
    return any(one is not None and one.literal is True for one in told) or any(
        scale.function() == chart.function() and "log" in scale.text for scale in scales
    )


def _second_axes(code: Code) -> Iterator[Value]:
    """Yield second value axes where both have lines, and lines that pandas draws on one."""
    for twin in code.calls_named("twinx"):
        drawn = [use for use in twin.uses() if isinstance(use, Call) and use.method in _LINES]
        others = [call for call in code.calls_named(*_LINES) if call not in drawn]
        if drawn and any(code.near(call, twin) for call in others) and not _aligned(code, twin):
            yield twin
    for plot in code.calls_named("plot", "line", "add_trace"):
        second = plot.argument(None, "secondary_y")
        if second is not None and second.literal is not False and not second.is_none:
            yield second


def _aligned(code: Code, twin: Call) -> bool:
    """Whether both axes are given the same limits."""
    limits = [call for call in code.calls_named("ylim", "set_ylim") if code.near(call, twin)]
    given = [tuple(argument.text for argument in call.arguments) for call in limits]
    return any(given.count(one) > 1 for one in given) or any(
        "get_ylim" in call.text for call in limits
    )
