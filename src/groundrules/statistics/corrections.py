"""Several tests, one error rate: statsmodels' corrections by the names that a plan uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from statsmodels.stats.multitest import multipletests

Correction = Literal["none", "bonferroni", "holm", "hommel", "benjamini-hochberg"]
_NAMES = {"benjamini-hochberg": "fdr_bh"}


def corrected(p: Sequence[float], correction: Correction) -> list[float]:
    """Return the adjusted p-values, in the order given: each is compared with alpha itself."""
    if correction == "none" or len(p) < 2:
        return list(p)
    return [float(one) for one in multipletests(p, method=_NAMES.get(correction, correction))[1]]
