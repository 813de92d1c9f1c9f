from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger


class NanEquality(CodeRule):
    """A missing value is looked for with `==` or `!=`, which never finds one.

    Why: NaN equals nothing, itself included, and a column is compared with None row by row. In
    the standard's example 250 of 1,000 values are missing; `== np.nan` counts 0 of them
    (its `recompute` block).

    Bad:
        ```python
        import numpy as np
        import pandas as pd

        df = pd.DataFrame({"age": [34, np.nan, 51]})
        print((df["age"] == np.nan).sum())
        ```
    Good:
        ```python
        import numpy as np
        import pandas as pd

        df = pd.DataFrame({"age": [34, np.nan, 51]})
        print(df["age"].isna().sum())
        ```
    """

    code = "DFR004"
    name = "nan-equality"
    severity = Severity.WARNING
    standard = "dataframe/missing"
    mend = "Use isna() or notna() (Spark: isNull() or isNotNull(); polars: is_null() or is_not_null())."
    triggers = (
        Trigger(any_word=("pandas", "numpy", "polars", "spark", "sqlContext")),
        Trigger(
            any_pattern=(
                r"[=!]=\s*(?:\w+\.)?(?:nan|NaN|NAN|NA|NaT|None)\b",
                r"\b(?:nan|NaN|NAN|NA|NaT|None)\s*[=!]=",
                r"[=!]=\s*\(?\s*float\(",
                r"\bfloat\(\s*['\"](?i:nan)['\"]\s*\)\s*[=!]=",
                r"\.\s*(?:eq|ne)\s*\(",
            )
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for found in code.null_comparisons():
            if found.at.statement().text == found.at.text:
                continue  # a line of its own, to show what it gives
            if found.library == "pyspark" or (found.library == "polars" and found.null.is_none):
                said = "is null for every row, so that a filter keeps none"
            else:
                said = "is never true" if found.is_equal else "is always true"
            yield Hit(found.at, f"`{found.at.text}` {said}: `{found.null.text}` equals nothing.")
