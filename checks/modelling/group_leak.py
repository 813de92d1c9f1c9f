from collections.abc import Iterator

from groundrules import SPLITS, Code, CodeRule, Hit, Severity, Trigger

# What shows that a unit has several rows.
_SIGNS = (
    "groupby", "group_by", "partitionBy", "over(", "nunique", "n_unique", "value_counts", "duplicated", "sort",
    "orderBy", "melt", "explode", "merge", "join", "countDistinct", "count_distinct",
)  # fmt: skip


class GroupLeak(CodeRule):
    """Rows of one unit fall on both sides of a split.

    Needs the unit's column in the configuration (`unit = "user_id"`), and code that shows that
    the unit has several rows in the table that is split.

    Why: A model that knows the unit needs to know nothing else. With ten rows for each user and
    a label that is a coin for each user, nearest neighbours score 100 % on rows split at random,
    and 50 % on users that they have not seen (the standard's `recompute` block).

    Bad:
        ```python
        # config: unit = "user_id"
        import pandas as pd
        from sklearn.model_selection import train_test_split

        df = pd.DataFrame({"user_id": [1, 1, 2, 2], "day": [1, 2, 1, 2], "clicks": [3, 4, 0, 1]})
        df["visit"] = df.groupby("user_id").cumcount()
        train, test = train_test_split(df, test_size=0.5, random_state=0)
        ```
    Good:
        ```python
        # config: unit = "user_id"
        import pandas as pd
        from sklearn.model_selection import GroupShuffleSplit

        df = pd.DataFrame({"user_id": [1, 1, 2, 2], "day": [1, 2, 1, 2], "clicks": [3, 4, 0, 1]})
        df["visit"] = df.groupby("user_id").cumcount()
        folds = GroupShuffleSplit(1, test_size=0.5, random_state=0).split(df, groups=df["user_id"])
        train, test = next(folds)
        ```
    """

    code = "MOD007"
    name = "group-leak"
    severity = Severity.WARNING
    standard = "modelling/groups"
    mend = "Split by unit: GroupKFold, GroupShuffleSplit, or a split of the units' identifiers."
    needs = ("unit",)
    triggers = (*SPLITS, Trigger(any_word=_SIGNS))

    def check(self, code: Code) -> Iterator[Hit]:
        unit = code.settings.get("unit")
        if not isinstance(unit, str) or not code.mentions(unit.lower()):
            return
        for split in code.models.splits():
            if split.grouped or split.kind == "given" or not split.inputs:
                continue
            if (sign := code.models.repeats(split, unit)) is not None:
                yield Hit(
                    split,
                    f"`{split.inputs[0].short}` has several rows for each `{unit}` (`{sign.short}`), and "
                    f"`{split.title}` puts rows of one `{unit}` on both sides.",
                )
