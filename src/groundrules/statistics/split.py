"""Sample ratio: are the units split as the plan says?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from scipy.stats import binomtest, chisquare

_EXACT_BELOW = 1000


def split_p(counts: Sequence[int], shares: Sequence[float]) -> float:
    """Return the p-value of counts under the shares that were planned; shares add up to 1.

    Two variants and fewer than 1,000 units by the exact binomial test, else Pearson's chi-squared.
    """
    total = sum(counts)
    if total == 0:
        return 1.0
    if len(counts) == 2 and total < _EXACT_BELOW:
        return _exact(counts[0], total, shares[0])
    return float(chisquare(counts, [total * share for share in shares]).pvalue)


@lru_cache(maxsize=10_000)  # a day is asked again at each look after it
def _exact(count: int, total: int, share: float) -> float:
    return float(binomtest(count, total, share).pvalue)


def independence_p(table: Sequence[Sequence[int]]) -> float:
    """Return the p-value that rows and columns of a table of counts are independent: Pearson, uncorrected.

    A table of one row, or whose column or row is empty, says nothing: 1.
    """
    from scipy.stats import chi2_contingency

    rows = [row for row in table if sum(row)]
    columns = [column for column in zip(*rows, strict=True) if sum(column)]
    if len(rows) < 2 or len(columns) < 2:
        return 1.0
    return float(chi2_contingency(columns, correction=False).pvalue)
