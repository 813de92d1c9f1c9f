"""Rules about what only pandas can judge: patterns, functions, conversions."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

from groundrules.contracts.authoring.lambdas import built_in
from groundrules.contracts.authoring.lint_rule import ContractRule, Found, titled
from groundrules.contracts.authoring.static import Names, StaticCheck, StaticColumn, StaticContract
from groundrules.contracts.form import UnportableError
from groundrules.contracts.regex import portable
from groundrules.rules import Severity

_PATTERNS = ("str_matches", "str_contains")


class UnportableRegex(ContractRule):
    """A pattern has what other engines lack.

    Why: of lookarounds, references and flags, RE2 has 0, so pandas must hold the whole table in memory to judge
    this 1 column.

    Bad:
        code: str = pa.Field(str_matches=r"(?!00)[0-9]{2}$")
    Good:
        code: str = pa.Field(str_matches=r"(0[1-9]|[1-9][0-9])$")
    """

    code = "CTR005"
    name = "unportable-regex"
    mend = "Write the pattern without lookarounds, references and flags, or as two checks."

    def check(self, contract: StaticContract, names: Names) -> Iterator[Found]:
        """Yield patterns that are written out and that the compiler would refuse."""
        for column in contract.columns:
            for check in column.checks:
                pattern = _pattern(check, names) if check.name in _PATTERNS else None
                if pattern is None:
                    continue
                try:
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")  # Python's own advice on the pattern
                        portable(pattern)
                except UnportableError as error:
                    yield check.at, f"`{column.name}`: only pandas can judge it, as {error}."


def _pattern(check: StaticCheck, names: Names) -> str | None:
    value = names.literal(check.value, None)
    if isinstance(value, dict):
        value = value.get("pattern")
    return value if isinstance(value, str) else None


_FUNCTIONS = ("Check", "@check")


class ReplaceableLambda(ContractRule):
    """A function says what a built-in check says.

    Why: a function runs in pandas alone, in memory, and its failure is called `<lambda>`; the built-in check runs
    in 1 pass on every engine and names its bound.

    Bad:
        pa.Column(int, pa.Check(lambda s: s >= 0))
    Good:
        pa.Column(int, pa.Check.ge(0))
    """

    code = "CTR006"
    name = "replaceable-lambda"
    mend = "Write the built-in check."

    def check(self, contract: StaticContract, names: Names) -> Iterator[Found]:
        """Yield functions for which a built-in check is known."""
        for column in contract.columns:
            for check in _functions(column):
                said = built_in(check, names)
                if said is not None:
                    where = _called(check, column)
                    yield check.at, f"`{where}`: `{said}` says the same, on every engine."


class PythonCheck(ContractRule):
    """A check is Python, and runs in pandas alone.

    Why: the other engines judge in bounded memory; with 1 such check the whole table is held in memory, and a
    folder of files is refused.

    Bad:
        pa.DataFrameSchema(checks=pa.Check(lambda df: df["ended"] >= df["started"]))
    Good:
        pa.DataFrameSchema(checks=checks.compare("ended", ">=", "started"))
    """

    code = "CTR007"
    name = "python-check"
    severity = Severity.INFO
    mend = "Where a built-in check or one of groundrules.contracts.checks says it, write that."

    def check(self, contract: StaticContract, names: Names) -> Iterator[Found]:
        """Yield functions, and the methods of a model that check."""
        for column in contract.columns:
            for check in _functions(column):
                if built_in(check, names) is None:
                    where = _called(check, column)
                    yield check.at, f"`{where}`: only pandas can judge it, in memory."
        for check in contract.checks:
            if check.name in ("Check", "@parser") or check.function is not None:
                where = (
                    f"`{check.name}`"
                    if check.name not in ("Check", "@parser")
                    else titled(contract)
                )
                yield check.at, f"{where}: only pandas can judge it, in memory."


def _called(check: StaticCheck, column: StaticColumn) -> str:
    """Return what a check is known by: a method, which may be about many columns, by its own name."""
    return getattr(check.function, "name", column.name)


def _functions(column: StaticColumn) -> list[StaticCheck]:
    return [check for check in column.checks if check.name in _FUNCTIONS]


class Coerce(ContractRule):
    """A contract converts values.

    Why: pandera converts before it checks, so `"1"` passes for the number 1; `groundrules validate` converts
    nothing, and the two verdicts differ on 1 of 1 such columns.

    Bad:
        pa.Column(int, coerce=True)
    Good:
        pa.Column(int)
    """

    code = "CTR008"
    name = "coerce"
    severity = Severity.INFO
    mend = "Convert where the data is read, and let the contract say what comes of it."

    def check(self, contract: StaticContract, names: Names) -> Iterator[Found]:
        """Yield the contract, or its columns, that are known to convert."""
        if contract.coerce:
            yield (
                contract.at,
                f"In {titled(contract)}, values are converted before they are checked.",
            )
            return
        for column in contract.columns:
            if column.coerce:
                yield column.at, f"`{column.name}` is converted before it is checked."
