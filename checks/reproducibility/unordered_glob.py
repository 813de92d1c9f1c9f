import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_SORTS = re.compile(r"sort", re.I)
# What keeps the order of the files in its result.
_KEEPS = frozenset([
    "concat", "concatenate", "vstack", "hstack", "stack", "array", "asarray", "zip", "DataFrame",
    "from_records", "train_test_split", "head", "islice", "pop", "merge_all", "dstack", "row_stack",
])  # fmt: skip


class UnorderedGlob(CodeRule):
    """Files are taken in the order in which the file system happens to list them.

    Off by default: files are often only looked at, or the order of their rows does not matter. Of the hits
    that were read unseen, 6 in 10 were right.

    Why: `glob` and `listdir` promise no order, and machines differ. With 4 files there are
    24 orders, and so 24 tables that all are "the" concatenation (the standard's `recompute` block).

    Bad:
        ```python
        import glob

        def load():
            import pandas as pd

            return pd.concat([pd.read_csv(path) for path in glob.glob("data/*.csv")])
        ```
    Good:
        ```python
        import glob

        def load():
            import pandas as pd

            return pd.concat([pd.read_csv(path) for path in sorted(glob.glob("data/*.csv"))])
        ```
    """

    code = "RPR003"
    name = "unordered-glob"
    severity = Severity.INFO
    standard = "reproducibility/paths"
    mend = "Sort the list of files: sorted(…)."
    triggers = (
        Trigger(
            any_pattern=(
                r"\b(?:i?glob|listdir|scandir|rglob|iterdir)\s*\(",
                r"\b(?:i?glob|listdir|scandir)\s+as\b",
            )
        ),
        Trigger(
            any_pattern=(r"\b(?:" + "|".join(sorted(_KEEPS)) + r")\s*\(", r"\[\s*[\w.-]*\s*[:\]]")
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls("unordered_listing"):
            uses = list(call.uses())
            calls = [use for use in uses if isinstance(use, Call)]
            if any(_SORTS.search(use.method) or _is_alone(use) for use in calls) or _in_a_test(
                call
            ):
                continue
            kept = next(
                (use for use in calls if use.method in _KEEPS and not _of_one(use, call)), None
            )
            picked = next((use for use in uses if _is_picked(use, call)), None)
            if (kept is None or kept.method == "zip") and _drawn(calls):
                continue  # some pictures are looked at
            if kept is not None or picked is not None:
                taker = (
                    kept.method if kept is not None else picked.text if picked is not None else ""
                )
                yield Hit(
                    call,
                    f"`{call.method}` lists files in no order, and `{taker}` takes the order that this "
                    "machine happens to have.",
                )


def _drawn(uses: list[Call]) -> bool:
    return any(use.method in ("imshow", "load_img", "show", "choice") for use in uses)


def _of_one(use: Call, listing: Call) -> bool:
    """Whether it makes a table of one file at a time, in a loop over the files, or of their names."""
    if (
        use.method == "DataFrame" and listing.inside(use)
    ) or f"{listing.text}[0]" in listing.statement().text:
        return True
    if "cat" in use.method or "stack" in use.method:
        return False
    return any(not loop.is_while and not listing.inside(loop) for loop in use.enclosing_loops())


def _is_picked(use: Value, listing: Call) -> bool:
    """Whether it takes files by their place in the list: `files[-1]`, `files[:cut]`.

    `files[0]` is left alone: mostly it is known to be the only one.
    """
    said = use.statement().text
    if said == use.text or re.match(r"(?:for\b[^\n]*:\s*)?(?:print|display)\(", said):
        return False  # a look at some of them
    if not re.search(r"\[\s*(?:-\d+|[1-9]\d*|[\w.-]*\s*:\s*[\w.-]*)\s*\]$", use.text):
        return False
    return any(
        (maker == listing and path[:1] != ("*",))
        or (not path and maker.text.startswith("[") and listing.text in maker.text)
        for maker, path in use.makers()
    )


def _is_alone(use: Call) -> bool:
    """Whether it is made sure that there is one file."""
    return use.method == "len" and bool(
        re.search(r"len\([^)]*\)\s*(?:==|!=|>|<)=?\s*1\b", use.statement().text)
    )


def _in_a_test(call: Call) -> bool:
    function = call.function()
    return function is not None and function.text.startswith("def test_")
