"""Our checks of the table, judged on a pandas frame by the functions that pandera calls."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandera.pandas as pa

from groundrules.contracts.checks.rows import RowRule
from groundrules.contracts.checks.rule import Rule, UnfitError
from groundrules.contracts.checks.whole import WholeRule
from groundrules.contracts.ledger import Ledger
from groundrules.contracts.naming import label
from groundrules.contracts.outcomes import NO_ROWS
from groundrules.contracts.result import RuleResult


def judged(check: pa.Check, rule: Rule, ledger: Ledger, declared: Sequence[str]) -> RuleResult:
    """Return how a rule of ours came out; `declared` are the columns that the contract names."""
    name, advisory = f"table: {label(check)}", check.raise_warning
    absent = next((one for one in rule.columns if one not in ledger.frame), None)
    if absent is not None:
        return ledger.say.no_column(name, absent, absent in declared, advisory=advisory)
    try:
        if isinstance(rule, WholeRule):
            judge, unread = partial(rule.judge, ledger.frame), len(ledger.unreadable)
            return ledger.say.whole(name, rule, judge, unread, advisory=advisory)
        if not len(ledger.frame):
            return ledger.say.skipped(name, NO_ROWS, advisory=advisory)
        assert isinstance(rule, RowRule)
        broken = rule.broken(ledger.read)
    except UnfitError as error:
        return ledger.outcome(name, failed=True, detail=str(error), advisory=advisory)
    return ledger.row_rule(name, broken, rule.columns, advisory)
