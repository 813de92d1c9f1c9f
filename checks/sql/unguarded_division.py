from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class UnguardedDivision(QueryRule):
    """A column or total that may be zero divides, and nothing guards against it.

    Off by default: whether a denominator can be zero is in the data, not in the query.

    Why: One group of 0 visits among 1,000 ends the whole query with an error in most engines.

    Bad:
        ```sql
        SELECT campaign, SUM(clicks) / SUM(impressions) AS ctr
        FROM (VALUES ('a', 1, 10)) AS t(campaign, clicks, impressions) GROUP BY campaign
        ```
    Good:
        ```sql
        SELECT campaign, SUM(clicks) / NULLIF(SUM(impressions), 0) AS ctr
        FROM (VALUES ('a', 1, 10)) AS t(campaign, clicks, impressions) GROUP BY campaign
        ```
    """

    code = "SQL012"
    name = "unguarded-division"
    severity = Severity.INFO
    standard = "sql/division"
    mend = "Divide by NULLIF(…, 0), or use SAFE_DIVIDE."
    triggers = (Trigger(any_pattern=(r"/\s*[\w(\"`\[:@]",)),)

    def check(self, query: Query) -> Iterator[Hit]:
        for division in query.find("div") if not query.divides_by_zero_to_null else ():
            bottom = division.get("expression")
            if bottom is None or not _may_be_zero(bottom.bare()) or _guarded(division, bottom):
                continue
            yield Hit(division, f"`{bottom.text}` divides, and may be zero.")


def _may_be_zero(bottom: Node) -> bool:
    """Whether it is a column or a total; COUNT(*) of a group is at least 1."""
    if any(True for _ in bottom.find("nullif", "greatest", "case", "if", "power", "exp", "sqrt")):
        return False
    if bottom.kind == "count" and any(True for _ in bottom.find("star")):
        select = bottom.parent("select")
        return select is None or not select.has("group")
    if bottom.kind == "window":
        return False
    return any(True for _ in bottom.find("column"))


def _guarded(division: Node, bottom: Node) -> bool:
    """Whether a CASE or IF around it, or the conditions of its SELECT, speak of the denominator."""
    names = {column.name.lower() for column in bottom.find("column")}
    around = division.parent("case", "if")
    while around is not None:
        tests = [branch.get("this") for branch in around.parts("ifs")] + [around.get("this")]
        if any(t is not None and names & {c.name.lower() for c in t.find("column")} for t in tests):
            return True
        if any(t is not None and any(True for _ in t.find("star")) for t in tests) and not names:
            return True
        around = around.parent("case", "if")
    if division.parent("safedivide", "try", "trycast"):
        return True
    select = division.parent("select")
    clauses = [select.get("where"), select.get("having"), select.get("qualify")] if select else []
    return any(
        names & {column.name.lower() for column in clause.find("column")}
        for clause in clauses
        if clause is not None
    )
