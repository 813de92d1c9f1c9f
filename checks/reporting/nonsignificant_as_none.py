import re
from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger, Value


def _wording(gap: str, put_in: str) -> str:
    """Return the pattern of claims of sameness; `gap` stands between words."""
    thing = (
        "(?:difference|effect|impact|lift|uplift|improvement|relationship|association|correlation|"
        rf"influence|benefit|harm|dependen\w+|change{gap}(?:in|between|of))"
    )
    same = r"(?:same|equal|equally|identical\w*|equivalent\w*|alike|independent|unrelated)"
    kept = "(?:mean|distribution|population|median|rate|conversion|performance|average|proportion|effect)"
    did = "(?:differ|work\\b|matter|help\\b|affect|effective|related|associated|correlated|have)"
    return "|".join(
        (
            rf"\bno{gap}(?:(?:\w+|{put_in}){gap})?{thing}",
            rf"\b{same}{gap}{kept}",
            rf"\b(?:are|is|was|were|have|has|perform\w*|behave\w*|convert\w*|remain\w*)\b[^.]{{0,25}}?\b{same}\b",
            rf"\b(?:do|does|did|is|are|was|were)(?:n\\?'t|{gap}not){gap}(?:actually{gap}|really{gap})?{did}",
            r"\baccept(?:s|ed|ing)?\b[^.]{0,12}\b(?:H_?[0o]|null)\b",
            rf"\b(?:H_?[0o]|null|null{gap}hypothesis){gap}(?:is{gap})?(?:true|accepted|holds)",
            r"\bineffective\b",
        )
    )


_NONE = re.compile(_wording(r"\s+", r"\{\}"), re.I)
# What makes such words honest where it stands in the same clause.
_HEDGED = re.compile(
    r"signific|eviden|detect|conclus|cannot|can't|can not|could not|couldn't|unable|fail(?:ed|s)? to|"
    r"enough|insufficient|did ?n[o']t find|not found|not shown|prove|demonstra|clear|rule out|distinguish|"
    r"necessarily|unless|whether|\bif\b|power|reliabl|margin|consistent with|compatible|varianc",
    re.I,
)
_P_NAME = re.compile(r"(?:^|[_.\[\"'])p(?:_?val(?:ue)?s?)?(?:_\w+)?(?:[\"']?\])?$", re.I)


class NonsignificantAsNone(CodeRule):
    """A p-value above alpha is put into words as "no difference" or "the same".

    Why: A test that finds nothing has often just had too few users. With 100 users an arm, an
    effect of 0.2 standard deviations, which is real, has p > 0.05 in 71 % of experiments
    (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        p = ttest_ind(rng.normal(size=50), rng.normal(size=50), equal_var=False).pvalue
        if p < 0.05:
            print("The arms differ")
        else:
            print("There is no difference between the arms")
        ```
    Good:
        ```python
        import numpy as np
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        result = ttest_ind(rng.normal(size=50), rng.normal(size=50), equal_var=False)
        if result.pvalue < 0.05:
            print("The arms differ")
        else:
            print("No difference was detected; the interval is", result.confidence_interval())
        ```
    """

    code = "REP002"
    name = "nonsignificant-as-none"
    severity = Severity.WARNING
    standard = "reporting/nonsignificance"
    mend = "Say that none was detected, and show the interval; to claim sameness, test against a margin."
    triggers = (
        Trigger(any_word=("<", ">")),
        Trigger(
            any_meaning=("two_sample_test", "group_test"),
            any_pattern=(r"(?i)(?:^|[^a-z0-9])p(?:_?val(?:ue)?s?)?(?:_\w+)?\b",),
        ),
        # A literal may be broken over lines, and hold values.
        Trigger(any_pattern=("(?i)" + _wording(r"[\s\"'fr+\\]+", r"\{[^}]*\}"),)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        seen: set[Value] = set()
        for comparison in code.comparisons():
            tested = _p_value(comparison)
            if tested is None:
                continue
            for arm in _nonsignificant(comparison, tested):
                for literal, text in arm.texts():
                    claim = _claim(text)
                    if claim and literal not in seen:
                        seen.add(literal)
                        yield Hit(
                            literal,
                            f'"{claim}" is said where `{comparison.text}` says no more than that '
                            f"`{tested.text}` is not small.",
                        )


def _p_value(comparison: Value) -> Value | None:
    """Return what is compared with alpha, if it is the p-value of a comparison of groups."""
    sides = comparison.threshold()
    if sides is None:
        return None
    tested = sides[0]
    tests = tested.p_tests("two_sample_test", "group_test")
    if not tests and not _P_NAME.search(tested.text):
        return None
    return None if tested.calls("assumption_test") else tested


def _nonsignificant(comparison: Value, tested: Value) -> list[Value]:
    """Return what runs only where the p-value is above alpha."""
    sides = comparison.comparison()
    if sides is None:
        return []
    below = (sides[0] == tested) == sides[1].startswith("<")
    return comparison.outcomes()[below]


def _claim(text: str) -> str | None:
    """Return the words of a text that claim sameness with nothing that hedges them."""
    for clause in re.split(
        r"[.,;:!?()\n\u2013\u2014]|\s-+\s|\b(?:so|hence|therefore|thus|but)\b", text
    ):
        found = _NONE.search(clause)
        if found and not _HEDGED.search(clause):
            return " ".join(found[0].split())
    return None
