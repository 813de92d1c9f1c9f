from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger

# A column that is set to bare values, on one line.
_BARE = (
    r"(?m)(?:\]|\w\.\w+)\s*=\s*(?:list\(.*\)|[^=\s].*(?:\.values|\.(?:to_numpy|tolist|to_list)\(\)))"
    r"\s*(?:#.*|;\s*)?$"
)


class PositionalAlign(CodeRule):
    """Columns of two tables are put side by side by row number, not by key.

    Off by default: most tables that are put side by side share their rows, which code seldom says.

    Why: Nothing says that row 5 of both is the same unit. In the standard's example the same
    1,000 users are stored in another order: the correlation of two columns, which is 0.89 by
    key, is -0.01 by position (its `recompute` block).

    Bad:
        ```python
        import pandas as pd

        before = pd.DataFrame({"user": [1, 2, 3], "x": [10, 20, 30]})
        after = pd.DataFrame({"user": [3, 1, 2], "y": [31, 11, 21]})
        before["y"] = after["y"].values
        print(before)
        ```
    Good:
        ```python
        import pandas as pd

        before = pd.DataFrame({"user": [1, 2, 3], "x": [10, 20, 30]})
        after = pd.DataFrame({"user": [3, 1, 2], "y": [31, 11, 21]})
        print(before.merge(after, on="user", validate="one_to_one"))
        ```
    """

    code = "DFR008"
    name = "positional-align"
    severity = Severity.INFO
    standard = "dataframe/joins"
    mend = "Join the tables by their key."
    triggers = (
        Trigger(any_word=("pandas", "polars")),
        Trigger(any_pattern=(_BARE, r"\bconcat\s*\(")),
        Trigger(any_pattern=(_BARE, r"axis\s*=\s*(?:1|['\"]columns)", r"['\"]horizontal['\"]")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for found in code.positional_pairs():
            yield Hit(
                found.at,
                f"Rows of `{found.left.text}` and `{found.right.text}` are put side by side by their "
                "number: nothing says that they belong together.",
            )
