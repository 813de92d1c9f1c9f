from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger

# An attribute's name that is none of loc, iloc, at, iat; setting; and a method on one line that changes in place.
_NAME = (
    r"(?:[^ail\W]\w*|a(?:[^t\W]\w*)?|at\w+|l(?:[^o\W]\w*)?|lo(?:[^c\W]\w*)?|loc\w+"
    r"|i(?:[^al\W]\w*)?|ia(?:[^t\W]\w*)?|iat\w+|il(?:[^o\W]\w*)?|ilo(?:[^c\W]\w*)?|iloc\w+)"
)
_SET = r"\s*(?:[-+*/%&|^]|//|\*\*)?=(?:[^=]|$)"
_IN_PLACE = r"(?:\]|\w\.\w+)\.\w+\s*\(.*inplace\s*=\s*True"


class ChainedAssignment(CodeRule):
    """A value is set on a selection of a frame, so that the frame itself may stay as it was.

    Why: `df[mask]["x"] = 0` sets a copy. From pandas 3 on, `df["x"][mask] = 0` and
    `df["x"].fillna(0, inplace=True)` do too: in the standard's example all 3 of these forms
    leave the total at 6 where it should be 3 (its `recompute` block).

    Bad:
        ```python
        import pandas as pd

        df = pd.DataFrame({"x": [1, 2, 3]})
        df[df["x"] > 2]["x"] = 0
        print(df["x"].sum())
        ```
    Good:
        ```python
        import pandas as pd

        df = pd.DataFrame({"x": [1, 2, 3]})
        df.loc[df["x"] > 2, "x"] = 0
        print(df["x"].sum())
        ```
    """

    code = "DFR003"
    name = "chained-assignment"
    severity = Severity.WARNING
    standard = "dataframe/changes"
    mend = 'Set it in one step: df.loc[rows, "x"] = value, or df["x"] = df["x"].fillna(0).'
    triggers = (
        Trigger(any_word=("pandas",)),
        Trigger(any_pattern=(rf"(?:\]\s*(?:\.i?(?:loc|at))?|\w\.{_NAME})\[.*\]{_SET}", _IN_PLACE)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for change in code.chained_changes():
            frame, part = change.frame.text, change.part.text
            if change.at.span.line != change.at.span.end_line:
                continue  # the triggers look at one line
            yield Hit(
                change.at,
                f"This changes `{part}`, a selection of `{frame}`: "
                + (
                    f"`{frame}` itself is never changed."
                    if change.always
                    else f"from pandas 3 on, `{frame}` itself is not changed."
                ),
            )
