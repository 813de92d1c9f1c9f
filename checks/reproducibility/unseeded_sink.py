import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Draft, Hit, Severity, Trigger

_SEED_NAMES = ("random_state", "seed", "rng", "random_seed")
_SEEDED = re.compile(r"\b(?:random_state|seed|rng|random_seed)\s*=")
_SEEDERS = (
    "seed_everything",
    "set_seed",
    "set_random_seed",
    "setup_seed",
    "fix_seed",
    "seed_all",
    "set_seeds",
)
_LETTERS = re.compile(r"\bstring\.|ascii_|\bdigits\b|\bletters\b")
_MADE_UP = re.compile(r"random\.|_random_|\brandn?\(|\bfake", re.I)
_SEED_PLACES = {"randomSplit": 1, "sampleBy": 2}
# What makes a figure or a file of what is drawn.
_RESULTS = re.compile(
    r"fit|predict|score|cross_val|evaluate|transform|mean|median|sum$|std$|var$|corr|quantile|percentile|describe|"
    r"value_counts|groupby|groupBy|agg|nunique|count$|ttest|test$|mannwhitneyu|to_csv|to_parquet|to_excel|to_sql|"
    r"saveAsTable|write|savetxt|dump$|report|auc|accuracy|metric|[Pp]ipeline|SearchCV|confidence|Learner|Regressor|"
    r"Classifier|labels|average|bincount",
)


class UnseededSink(CodeRule):
    """A split, sample, bootstrap or clustering draws at random without a seed, and makes a result.

    Why: Run it again and the figure is another one. Another 20 % test split of the same 500
    rows gives the very same model an accuracy from 66 % to 80 % (2.5th to 97.5th
    percentile of seeds; the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 2)), rng.integers(0, 2, 100)
        X_train, X_test, y_train, y_test = train_test_split(X, y)
        print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
        ```
    Good:
        ```python
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import train_test_split

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 2)), rng.integers(0, 2, 100)
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=7)
        print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
        ```
    """

    code = "RPR001"
    name = "unseeded-sink"
    severity = Severity.WARNING
    standard = "reproducibility/seeds"
    mend = "Pass a fixed seed (random_state=…), or a generator that has one."
    triggers = (
        Trigger(
            any_meaning=("seeded_sink", "shuffles_if_told"),
            any_pattern=(
                r"\b(?:default_rng|RandomState|Random)\s*\(\s*\)",
                r"\brandom\s*\.\s*(?:permutation|sample|choices)\s*\(|\w\s*\.\s*random\s*\.\s*choice\s*\(",
                r"\brandint\s*\((?s:.{0,80}?)(?:\blen\b|\.shape|\.size)",
                r"from\s+(?:numpy\.)?random\s+import|import\s+numpy\.random|numpy\s+import\s+random|=\s*\w+\.random\s",
            ),
        ),
    )

    def may_find(self, draft: Draft) -> bool:
        if any(True for _ in draft.arguments("data_draw", "generator")):
            return True
        sinks = draft.arguments("seeded_sink", "shuffles_if_told")
        return any(not _SEEDED.search(passed) for passed in sinks)

    def check(self, code: Code) -> Iterator[Hit]:
        seeded = {call.callee.partition(".")[0] for call in code.calls("global_seed")}
        if code.mentions(*_SEEDERS):
            seeded |= {"numpy", "random", "polars"}
        for call in code.calls("seeded_sink", "shuffles_if_told", "data_draw", "generator"):
            if not _is_seeded(call, seeded) and _draws(call) and _reaches_a_result(call):
                yield Hit(
                    call,
                    f"`{call.method}` draws at random without a seed, and a result rests on it: "
                    "the next run differs.",
                )


def _is_seeded(call: Call, seeded: set[str]) -> bool:
    """Whether a seed is passed, or one was set that holds for it."""
    place = _SEED_PLACES.get(call.method)
    if call.has_star or any(call.argument(None, name) for name in _SEED_NAMES):
        return True  # an explicit random_state=None is a choice that somebody made
    if place is not None and call.argument(place):
        return True
    if "generator" in call.meanings:
        return bool(call.arguments)
    library = call.callee.partition(".")[0]
    return (library if library in ("random", "polars", "pyspark") else "numpy") in seeded


def _draws(call: Call) -> bool:
    """Whether it draws from data, and not as a part of a test of software."""
    function = call.function()
    if function is not None and function.text.startswith(("def test_", "def __call__")):
        return False  # an augmentation is to differ
    if re.search(r"(?:^|/)test_\w+\.py$", call.code.path) or _cannot_differ(call):
        return False
    shuffle = call.argument(None, "shuffle")
    if "shuffles_if_told" in call.meanings:
        return shuffle is not None and shuffle.literal is True
    if "generator" in call.meanings:
        return any(isinstance(use, Call) and _from_data(use) for use in call.uses())
    if "data_draw" in call.meanings:
        own = call.callee.startswith(("numpy.random.Generator", "numpy.random.RandomState"))
        return not own and _from_data(call)  # a generator's seed is its maker's affair
    whole = call.method == "sample" and re.search(r"frac\s*=\s*1(?:\.0)?\s*[,)]", call.text)
    return not whole and not (shuffle is not None and shuffle.literal is False)


def _cannot_differ(call: Call) -> bool:
    """Whether nothing is left to chance, or no more than one row or one name is drawn."""
    first = call.argument(0)
    if call.method.endswith("KMeans"):
        init, times = call.argument(None, "init"), call.argument(None, "n_init")
        given = init is not None and not isinstance(init.literal, str)
        return given and times is not None and times.literal == 1
    if call.method == "GaussianMixture":
        count = call.argument(0, "n_components")
        return count is None or count.literal == 1
    if call.method == "sample":
        count = call.argument(0, "n")
        return count is not None and count.literal == 1
    return first is not None and bool(_LETTERS.search(first.text))


def _from_data(call: Call) -> bool:
    """Whether it draws from data, not from a range or a list that was made up."""
    first = call.argument(0)
    if "data_draw" not in call.meanings or first is None:
        return False
    if call.method in ("randint", "integers"):
        return any(
            re.search(r"\blen\(|\.shape|\.size", argument.text) for argument in call.arguments
        )
    if call.method == "permutation" and ".reindex(" in call.statement().text:
        return False  # all rows, in another order
    made = [maker.text for maker, _ in first.makers()]
    return bool(made) and not any(
        re.match(r"[\[({\d'\"]|range\(|np\.arange|list\(range", text) or _MADE_UP.search(text)
        for text in made
    )


def _reaches_a_result(call: Call) -> bool:
    """Whether something is fitted, computed, drawn or written from it."""
    return any(isinstance(use, Call) and _RESULTS.search(use.method) for use in call.uses())
