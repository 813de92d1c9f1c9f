import re
from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class PostExposureSplit(PlanRule):
    """The plan leaves units out, or splits them, by a column that is measured after exposure.

    Only for the columns that the configuration lists as `post-exposure`.

    Why: A treatment that makes 10 % more visitors buy, the new ones half as much as the others,
    earns 5 % more, and shows 4.5 % less revenue a buyer (the standard's `recompute` block).

    Bad:
        ```yaml
        # config: post-exposure = ["bought"]
        segments: [bought]
        ```
    Good:
        ```yaml
        # config: post-exposure = ["bought"]
        segments: [country]
        ```
    """

    code = "PLN019"
    name = "post-exposure-split"
    severity = Severity.ERROR
    standard = "experiments/exposure"
    mend = "Leave out, and split by, only what was known before the exposure."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        after = plan.settings.get("post-exposure") or []
        for number, column in enumerate(plan.form.segments):
            if column in after:
                yield Hit(
                    plan.at("segments", number),
                    f"The segments are told by `{column}`, which is measured after exposure: the "
                    "treatment may choose who is in which.",
                )
        for number, exclusion in enumerate(plan.form.exclusions):
            named = set(re.findall(r"[^\W\d]\w*", re.sub(r"'[^']*'", "", exclusion.where)))
            for column in sorted(named & set(after)):
                yield Hit(
                    plan.at("exclusions", number, "where"),
                    f"Units are left out by `{column}`, which is measured after exposure: the "
                    "treatment may choose who is left.",
                )
