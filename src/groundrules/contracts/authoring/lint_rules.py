"""The rules about what a contract leaves unsaid, and the list of all rules about contracts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from groundrules.contracts.authoring.lint_engines import (
    Coerce,
    PythonCheck,
    ReplaceableLambda,
    UnportableRegex,
)
from groundrules.contracts.authoring.lint_rule import ContractRule, Found, titled
from groundrules.contracts.authoring.static import Names, StaticCheck, StaticContract
from groundrules.rules import Severity

_UNBOUNDED = {"ne", "not_equal_to", "notin"}
_PROSE = re.compile(
    r"(?i)(^|[_ .-])(comments?|notes?|desc|descriptions?|remarks?|messages?|body|text|summary|abstract"
    r"|content|feedback|memo|explanation|title|names?|address|url|uri|link|path|filename)$"
)


class UnboundedText(ContractRule):
    """A column of text takes any text.

    Why: of 1,000 rows with `Germany`, `germany`, `DE` and a shifted column, all keep `Column(str)`, and a
    grouping by it has 4 groups.

    Bad:
        country: str
    Good:
        country: str = pa.Field(isin=["DE", "FR"])
    """

    code = "CTR001"
    name = "unbounded-text"
    mend = "Say which texts there are: isin, str_matches, or str_length for free text."

    def check(self, contract: StaticContract, names: Names) -> Iterator[Found]:
        """Yield the columns; a key is bound in its own way, and prose and names have no bound to speak of."""
        for column in contract.columns:
            keyed = column.unique is not False or column.name in (contract.unique or ())
            if column.kind != "text" or column.open or keyed or _PROSE.search(column.name):
                continue
            if all(check.name in _UNBOUNDED for check in column.checks):
                yield column.at, f"The column `{column.name}` takes any text."


_ABOUT_KEYS = re.compile(r"(?i)uniq|dup|key|grain")


class NoKey(ContractRule):
    """A contract names no key.

    Why: a file that was delivered twice keeps every check of its values, and sums over it are 2 times what they
    should be.

    Bad:
        class Orders(pa.DataFrameModel):
            order_id: int
    Good:
        class Orders(pa.DataFrameModel):
            order_id: int = pa.Field(unique=True)
    """

    code = "CTR002"
    name = "no-key"
    mend = "Say what identifies a row: unique=True on a column, or unique=[…] on the contract."

    def check(self, contract: StaticContract, names: Names) -> Iterator[Found]:
        """Yield the contract where nothing in it can be a key."""
        if contract.open or contract.indexed or contract.unique is None or contract.unique:
            return
        if not contract.columns or any(column.pattern for column in contract.columns):
            return
        checks = [*contract.checks, *(check for one in contract.columns for check in one.checks)]
        told = any(one.unique is not False or one.open for one in contract.columns)
        if told or any(_about_keys(check) for check in checks):
            return
        yield contract.at, f"Nothing in {titled(contract)} says what identifies a row."


def _about_keys(check: StaticCheck) -> bool:
    nodes = [check.value, check.function, check.at]
    words = (
        getattr(inner, "attr", getattr(inner, "id", getattr(inner, "value", "")))
        for node in nodes
        if node is not None
        for inner in ast.walk(node)
    )
    return bool(_ABOUT_KEYS.search(check.name)) or any(
        isinstance(word, str) and _ABOUT_KEYS.search(word) for word in words
    )


class NullableKey(ContractRule):
    """A column of the key may be null.

    Why: a join on the key loses the rows without one, or multiplies them; with pandera, 2 nulls are duplicates
    of each other, so the second row without a key breaks the contract.

    Bad:
        order_id: str = pa.Field(unique=True, nullable=True)
    Good:
        order_id: str = pa.Field(unique=True)
    """

    code = "CTR003"
    name = "nullable-key"
    mend = "Take nullable=True away, or choose a key that is always there."

    def check(self, contract: StaticContract, names: Names) -> Iterator[Found]:
        """Yield columns that are known to be of a key and known to be nullable."""
        for column in contract.columns:
            if column.nullable and column.unique:
                yield column.at, f"The key `{column.name}` may be null."
            elif column.nullable and column.name in (contract.unique or ()):
                yield column.at, f"`{column.name}`, a part of the key, may be null."


class NoFreshness(ContractRule):
    """No check says which times there may be.

    Why: a feed that stopped 9 days ago keeps its contract every day, and a date that was read in a wrong unit is
    1970-01-01 and keeps it too.

    Bad:
        ordered_at: pd.Timestamp
    Good:
        ordered_at: pd.Timestamp = pa.Field(ge=pd.Timestamp("2020-01-01"))
    """

    code = "CTR004"
    name = "no-freshness"
    mend = "Bound the times (ge, in_range), or check how fresh and how complete they are."

    def check(self, contract: StaticContract, names: Names) -> Iterator[Found]:
        """Yield the first column of time where no check can be about times."""
        times = [column for column in contract.columns if column.kind == "time"]
        if not times or contract.open or contract.checks:
            return
        if not any(column.checks or column.open for column in times):
            listed = ", ".join(f"`{column.name}`" for column in times)
            yield times[0].at, f"No check says which times {listed} may hold."


class NoStrict(ContractRule):
    """Columns that the contract does not name may be in the data.

    Why: a column that was renamed and is not required, or one with personal data that slipped in, breaks 0 rules.

    Bad:
        class Orders(pa.DataFrameModel):
            order_id: int
    Good:
        class Orders(pa.DataFrameModel):
            order_id: int
            class Config:
                strict = True
    """

    code = "CTR009"
    name = "no-strict"
    severity = Severity.INFO
    mend = "Set strict=True, if readers take all columns."

    def check(self, contract: StaticContract, names: Names) -> Iterator[Found]:
        """Yield contracts that are known to allow others."""
        if contract.strict is False and not contract.open:
            yield contract.at, f"Columns that {titled(contract)} does not name are allowed."


RULES: tuple[ContractRule, ...] = (
    UnboundedText(), NoKey(), NullableKey(), NoFreshness(), UnportableRegex(), ReplaceableLambda(),
    PythonCheck(), Coerce(), NoStrict(),
)  # fmt: skip
