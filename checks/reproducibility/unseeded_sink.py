from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger

_SEED_NAMES = ("random_state", "seed", "rng", "random_seed")


class UnseededSink(CodeRule):
    """A split, sample or clustering draws at random, and no seed is set.

    Why: Run it again and the figure is another one. Another 20 % test split of the same 500
    rows gives the very same model an accuracy from 66 % to 80 % (2.5th to 97.5th
    percentile of seeds; the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from sklearn.model_selection import train_test_split

        train, test = train_test_split(np.arange(100))
        ```
    Good:
        ```python
        import numpy as np
        from sklearn.model_selection import train_test_split

        train, test = train_test_split(np.arange(100), random_state=7)
        ```
    """

    code = "RPR001"
    name = "unseeded-sink"
    severity = Severity.WARNING
    standard = "reproducibility/seeds"
    mend = "Pass a fixed seed (random_state=…)."
    triggers = (Trigger(any_meaning=("seeded_sink",)),)

    def check(self, code: Code) -> Iterator[Hit]:
        if code.calls("global_seed"):
            return
        for call in code.calls("seeded_sink"):
            if call.has_star or any(call.argument(None, name) for name in _SEED_NAMES):
                # An explicit random_state=None is a choice that somebody made.
                continue
            shuffle = call.argument(None, "shuffle")
            if shuffle is not None and shuffle.literal is False:
                continue
            if _only_shown(call.statement().text, call.text) or _whole(call.method, call.text):
                continue
            yield Hit(
                call, f"`{call.method}` draws at random without a seed: the next run differs."
            )


def _only_shown(statement: str, call: str) -> bool:
    """Whether the draw is a bare look at the data, such as a cell's last line `df.sample(5)`."""
    return statement.startswith((call, "print(", "display(")) or statement.endswith(".head()")


def _whole(method: str, text: str) -> bool:
    """Whether a sample of all rows only shuffles them."""
    return method == "sample" and "frac=1)" in text.replace(" ", "").replace("frac=1.0", "frac=1")
