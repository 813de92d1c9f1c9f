from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value


class ObservedPower(CodeRule):
    """Power is computed from the effect that the same data show.

    Why: It says nothing that p does not: an effect at p = 0.05 has an observed power of 50 %,
    one at p = 0.30 of 18 %, whatever the sample (the standard's `recompute` block). So "p is
    large because power was low" is always found.

    Bad:
        ```python
        import numpy as np
        from statsmodels.stats.power import TTestIndPower

        rng = np.random.default_rng(0)
        a, b = rng.normal(size=200), rng.normal(0.1, size=200)
        effect = (b.mean() - a.mean()) / np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2)
        print(TTestIndPower().power(effect_size=effect, nobs1=len(a), alpha=0.05))
        ```
    Good:
        ```python
        import numpy as np
        from statsmodels.stats.power import TTestIndPower

        rng = np.random.default_rng(0)
        a, b = rng.normal(size=200), rng.normal(0.1, size=200)
        smallest_that_matters = 0.2
        print(TTestIndPower().power(effect_size=smallest_that_matters, nobs1=len(a), alpha=0.05))
        ```
    """

    code = "EXP013"
    name = "observed-power"
    severity = Severity.WARNING
    standard = "experiments/power"
    mend = (
        "Compute power for the effect that the plan calls worth finding, and report the interval "
        "of the effect that was found."
    )
    triggers = (Trigger(any_meaning=("power", "solve_power", "pingouin_power", "reports_power")),)

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls("power", "solve_power", "pingouin_power"):
            effect, sizes = _given(call)
            if effect is None or not any(_is_count(size) for size in sizes):
                continue
            if _returns_power(call) and (shown := _observed(effect)):
                yield Hit(
                    call,
                    f"`{call.method}` computes power from `{effect.text}`, the effect that `{shown}` of "
                    "the same data show: it is the p-value in other words.",
                )
        for test in code.calls("reports_power"):
            for use in test.uses():
                if use.column == "power":
                    yield Hit(
                        use,
                        f"The `power` that `{test.method}` returns is that of the observed effect: it is "
                        "the p-value in other words.",
                    )
                    break


_EFFECTS = ("effect_size", "d", "eta_squared", "r", "w", "diff")
_SIZES = ("nobs1", "nobs", "n", "nx", "ny")
_MEANS = ("mean", "nanmean", "average", "median", "fmean")
_COUNTS = ("len", "count", "size", "sum", "min", "max", "shape", "nunique", "value_counts")


def _given(call: Call) -> tuple[Value | None, list[Value]]:
    """Return the effect and the sizes that a call is given."""
    place = 2 if call.method == "power_ttest2n" else 0
    effect = next((a for n in _EFFECTS if (a := call.argument(None, n))), call.argument(place))
    named = [a for n in _SIZES if (a := call.argument(None, n))]
    places = (0, 1) if call.method == "power_ttest2n" else (2,) if call.method in _THIRD else (1,)
    sizes = named or [a for place in places if (a := call.argument(place))]
    return effect, sizes


_THIRD = ("power_proportions_2indep", "power_anova")


def _returns_power(call: Call) -> bool:
    """Whether power is what is left out, and so what is returned."""
    if "power" in call.meanings:
        return True
    given = call.argument(None if "pingouin_power" in call.meanings else 3, "power")
    return given is None or given.is_none


def _is_count(size: Value) -> bool:
    """Whether a size is counted in data: `len(a)`, `a.shape[0]`, `a.count()`."""
    return any(
        origin.column in _COUNTS
        or origin.text.endswith((".size", ".shape"))
        or (isinstance(origin, Call) and origin.method in _COUNTS)
        for origin in size.origins()
    )


def _observed(effect: Value) -> str | None:
    """Return what of the data the effect is made of, if two means of theirs are in it."""
    means = {
        origin.text: origin
        for origin in effect.origins()
        if origin.column in _MEANS or (isinstance(origin, Call) and origin.method in _MEANS)
    }
    if len(means) > 1:
        return next(iter(means))
    for call in effect.calls("effect_size"):
        if call.callee.startswith("pingouin"):
            return call.text
    return next(iter(means)) if means and _is_grouped(means) else None


def _is_grouped(means: dict[str, Value]) -> bool:
    """Whether one mean holds those of all arms: `df.groupby("arm")["x"].mean()`."""
    return any("groupby" in mean.text or "group_by" in mean.text for mean in means.values())
