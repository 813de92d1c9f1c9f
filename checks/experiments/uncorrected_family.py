from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Loop, Severity, Test, Trigger, Value


class UncorrectedFamily(CodeRule):
    """Many tests are each held to alpha, and nothing corrects for their number.

    Why: With 20 metrics and no effect at all, at least one is "significant" at
    5 % in 1 - 0.95**20 = 64 % of experiments when the metrics are independent.

    Bad:
        ```python
        import numpy as np
        from scipy import stats

        rng = np.random.default_rng(0)
        control = {m: rng.normal(size=50) for m in ("revenue", "sessions", "clicks")}
        treated = {m: rng.normal(size=50) for m in ("revenue", "sessions", "clicks")}

        def report(metrics):
            for metric in metrics:
                p = stats.ttest_ind(control[metric], treated[metric], equal_var=False).pvalue
                if p < 0.05:
                    print(metric, "moved")

        report(control)
        ```
    Good:
        ```python
        import numpy as np
        from scipy import stats

        rng = np.random.default_rng(0)
        control = {m: rng.normal(size=50) for m in ("revenue", "sessions", "clicks")}
        treated = {m: rng.normal(size=50) for m in ("revenue", "sessions", "clicks")}

        def report(metrics):
            p = [stats.ttest_ind(control[m], treated[m], equal_var=False).pvalue for m in metrics]
            adjusted = stats.false_discovery_control(p)
            for metric, q in zip(metrics, adjusted):
                if q < 0.05:
                    print(metric, "moved")

        report(control)
        ```
    """

    code = "EXP001"
    name = "uncorrected-family"
    severity = Severity.WARNING
    standard = "experiments/multiplicity"
    mend = (
        "Collect the p-values and correct them together (statsmodels multipletests, "
        "scipy false_discovery_control), or name one primary metric in the plan."
    )
    triggers = (
        Trigger(any_meaning=("two_sample_test", "group_test", "model_test")),
        Trigger(any_meaning=("two_sample_test", "group_test"), any_word=("pvalue",)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        if code.calls("correction") or code.mentions(*_CORRECTIONS):
            return
        seen: set[Value] = set()
        alone: dict[Call, str] = {}
        for test, what in _judged(code):
            family = _family(test)
            if not test.enclosing_loops():
                alone.setdefault(test, what)
            elif family is not None and family not in seen:
                seen.add(family)
                yield Hit(
                    test,
                    f"`{test.method}` runs once for each round of a loop and each p-value is "
                    f"{what}, with no correction for their number.",
                )
        if alone:
            yield from _unrolled(code.tests(*_COMPARISONS), alone)


_COMPARISONS = ("two_sample_test", "group_test")
_TESTS = (*_COMPARISONS, "model_test")
_PICKS = ("argmin", "idxmin", "nsmallest")


def _judged(code: Code) -> Iterator[tuple[Call, str]]:
    """Yield the tests whose p-values are held to a level, or ranked, and how."""
    for threshold in code.thresholds():
        if not (threshold.shared or threshold.asserted or threshold.formats):
            for test in threshold.p_tests(*_TESTS):
                yield test, f"held to {threshold.level.text}"
    for pick in code.calls_named(*_PICKS):
        given = pick.receiver if pick.receiver and not pick.receiver.name else pick.argument(0)
        for test in given.p_tests(*_TESTS) if given else ():
            yield test, f"ranked by `{pick.method}`"


_CORRECTIONS = (
    "bonferroni", "holm", "benjamini", "hochberg", "fdr", "sidak", "dunnett", "tukey", "multipletests", "p_adj",
    "padj", "adjusted_p", "adj_p", "p.adjust", "qvalue", "q_value", "familywise", "family_wise", "westfall", "dunn",
)  # fmt: skip
_MANY = 3


def _family(test: Call) -> Loop | None:
    """Return the loop that gives the test other samples each round, and neither draws nor adds to them."""
    for loop in test.enclosing_loops():
        if _varies(test, loop) and not test.draws_in(loop) and not test.grows_in(loop):
            return loop
    return None


def _varies(test: Call, loop: Loop) -> bool:
    """Whether the loop gives the test other data each round, told by its targets."""
    if not loop.targets:
        return not loop.is_while
    given = test.samples or test.arguments
    if (
        "model_test" in test.meanings
    ):  # a stepwise search changes the data too, but not by its target
        return any(
            origin.text in loop.targets for sample in given for origin in sample.near_origins()
        )
    return any(origin.text in loop.targets for sample in given for origin in sample.origins())


def _unrolled(runs: list[Test], judged: dict[Call, str]) -> Iterator[Hit]:
    """Yield the families that are written out: one frame's metrics, segments or arms, one by one.

    Segments and arms are those of one column: by year, by class and by gear are three questions.
    """
    families: dict[object, dict[object, Test]] = {}
    for run in runs:
        if run.call not in judged or not run.samples:
            continue
        place = (run.call.method, run.site.function())
        columns = tuple(sample.column for sample in run.samples)
        rows = tuple(sample.filters for sample in run.samples)
        asked = frozenset(c.column for sample in run.samples for c in sample.conditions)
        roots = tuple(sample.root for sample in run.samples)
        families.setdefault((place, roots, rows), {}).setdefault(columns, run)
        for number in range(max(sample.columns for sample in run.samples) - 1):
            families[place, roots, rows].setdefault(number, run)  # several columns at once
        families.setdefault((place, roots, columns, asked), {}).setdefault(rows, run)
    told: set[Call] = set()
    for members in families.values():
        run = next(iter(members.values()))
        if len(members) >= _MANY and run.call not in told:
            told.add(run.call)
            yield Hit(
                run.site,
                f"`{run.call.method}` compares {len(members)} metrics, segments or arms of "
                f"`{run.samples[0].frame}` and each p-value is {judged[run.call]}, with no "
                "correction for their number.",
            )
