"""Which columns are compared, and how, before any row is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from groundrules.errors import UsageError
from groundrules.reconcile.forms import Form, Pair, pair
from groundrules.reconcile.kinds import Kind, kind_of
from groundrules.reconcile.options import Options, Tolerance


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two tables, opened."""

    letter: str
    where: str
    view: str
    """What DuckDB calls it."""
    kinds: dict[str, Kind]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that both sides have."""

    name: str
    number: int
    a: Kind
    b: Kind
    pair: Pair | None
    """None where it cannot be compared."""
    reason: str = ""
    """Why it cannot."""
    tolerance: Tolerance | None = None

    def form(self, side: Side) -> Form:
        """Return how it is compared on a side."""
        assert self.pair is not None
        return self.pair.a if side.letter == "A" else self.pair.b

    @property
    def is_number(self) -> bool:
        """Whether it is compared as a number."""
        return self.pair is not None and self.pair.a.number is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns by what they are for."""

    a: Side
    b: Side
    options: Options
    key: tuple[Column, ...]
    """The key, or the grain."""
    partition: tuple[Column, ...]
    values: tuple[Column, ...]
    """All others that are compared; in them may be some that cannot be."""
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]

    @property
    def comparable(self) -> tuple[Column, ...]:
        """The values that can be compared."""
        return tuple(column for column in self.values if column.pair)

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides."""
        return (self.a, self.b)


def side(letter: str, where: str, columns: Sequence[tuple[str, str]], *, csv: bool) -> Side:
    """Return an opened side, from its columns with DuckDB's types."""
    kinds = {name: kind_of(kind, csv=csv) for name, kind in columns}
    return Side(letter, where, f"side_{letter.lower()}", kinds)


def make_plan(a: Side, b: Side, options: Options) -> Plan:
    """Return which columns are compared; raises UsageError for a column that is not there."""
    group = options.key or options.grain
    _check_there((a, b), group, "grain" if options.grain else "key")
    _check_there((a, b), options.partition, "partition")
    named = [*(options.columns or ()), *options.ignore, *options.tolerance]
    _check_known((a, b), named)
    if both := {*group, *options.partition} & {*options.ignore}:
        raise UsageError(f"{min(both)!r} is ignored, and cannot be a key, grain or partition too")
    chosen = set(options.columns) if options.columns is not None else {*a.kinds, *b.kinds}
    chosen = (chosen - {*options.ignore}) | {*group, *options.partition}
    columns = {
        name: _column(number, name, a, b, options.tolerance.get(name))
        for number, name in enumerate(name for name in a.kinds if name in b.kinds)
        if name in chosen
    }
    key = tuple(_usable(columns[name], "key") for name in group)
    partition = tuple(_usable(columns[name], "partition") for name in options.partition)
    values = tuple(column for name, column in columns.items() if name not in group)
    _check_tolerances(options, values)
    return Plan(
        a, b, options, key, partition, values,
        only_a=tuple(name for name in a.kinds if name in chosen and name not in b.kinds),
        only_b=tuple(name for name in b.kinds if name in chosen and name not in a.kinds),
    )  # fmt: skip


def _column(number: int, name: str, a: Side, b: Side, tolerance: Tolerance | None) -> Column:
    kinds = (a.kinds[name], b.kinds[name])
    found = pair(*kinds, tolerant=tolerance is not None)
    if isinstance(found, str):
        return Column(name, number, *kinds, None, found, tolerance)
    return Column(name, number, *kinds, found, "", tolerance)


def _check_there(sides: Iterable[Side], names: Iterable[str], what: str) -> None:
    for name in names:
        for one in sides:
            if name not in one.kinds:
                raise UsageError(
                    f"{one.letter} ({one.where}) has no column {name!r} for the {what}; "
                    f"it has {_some(one.kinds)}"
                )


def _check_known(sides: tuple[Side, Side], names: Iterable[str]) -> None:
    for name in names:
        if not any(name in one.kinds for one in sides):
            raise UsageError(f"neither table has a column {name!r}; A has {_some(sides[0].kinds)}")


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:12]) + f" and {len(listed) - 12} more" * (len(listed) > 12)


def _usable(column: Column, what: str) -> Column:
    if column.pair is None:
        raise UsageError(
            f"{column.name!r} cannot be the {what}: {column.reason}; cast it on one side by a query"
        )
    if column.tolerance is not None:
        raise UsageError(f"{column.name!r} is the {what}, and is compared exactly")
    return column


def _check_tolerances(options: Options, values: Iterable[Column]) -> None:
    numbers = {column.name for column in values if column.is_number}
    for name in options.tolerance:
        if name not in numbers:
            raise UsageError(
                f"{name!r} has a tolerance, and is not compared as a number on both sides"
            )
