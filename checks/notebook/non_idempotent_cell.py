from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger


class NonIdempotentCell(CodeRule):
    """A cell changes, in terms of itself, what an earlier cell made: run twice, it gives something else.

    Off by default: whether anybody ran it twice cannot be seen.

    Why: Cells are run again while one works, and nothing says so. A cell that turns cents
    into euros, run twice, makes every amount 100 times too small (the standard's
    `recompute` block).

    Bad:
        ```python
        # %%
        import pandas as pd

        orders = pd.DataFrame({"amount": [1999, 500]})
        # %%
        orders["amount"] = orders["amount"] / 100
        ```
    Good:
        ```python
        # %%
        import pandas as pd

        orders = pd.DataFrame({"amount": [1999, 500]})
        # %%
        orders["euros"] = orders["amount"] / 100
        ```
    """

    code = "NBK003"
    name = "non-idempotent-cell"
    severity = Severity.INFO
    standard = "notebook/restart"
    only_notebooks = True
    mend = "Give the result a new name, or read and change it in one cell."
    triggers = (
        Trigger(
            any_pattern=(
                r"[-+*/]\s*=[^=]",
                r"=[^=]",
                r"\.\s*(?:append|extend|insert|pop|remove|appendleft)\s*\(",
                r"inplace\s*=\s*True",
            )
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for statement, changed in code.reruns():
            yield Hit(
                statement,
                f"This changes `{changed}` of an earlier cell by itself: another run of the cell changes it again.",
            )
