"""What is gathered of a metric for each unit, and what the columns are called that it ends in."""

from __future__ import annotations

from dataclasses import dataclass

from groundrules.metrics.form import Measure, Metric


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of one metric are called in the table of units."""

    numerator: str
    denominator: str | None = None
    covariate: str | None = None
    covariate_denominator: str | None = None
    before: str | None = None
    """The numerator over the pre-period, where a cap is taken from it."""
    nulls: str = ""
    """How many of the unit's rows hold no value of the numerator."""
    denominator_nulls: str | None = None
    """The same of a denominator that is a measure of its own."""
    single: tuple[tuple[str, str, str], ...] = ()
    """Column that must hold one value → the columns of its least and its greatest."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One aggregate over the rows of one source."""

    name: str
    measure: Measure
    metric: Metric
    span: str
    """outcome, covariate or before."""
    what: str = "value"
    """value, nulls, rows, or a column's `least` or `greatest`."""
    column: str = ""


def columns_of(metric: Metric) -> Columns:
    """Return what a metric's columns are called."""
    name = metric.name
    second = metric.denominator is not None or metric.missing == "exclude"
    adjusted = metric.covariate is not None
    capped = metric.winsorise is not None and metric.winsorise.quantile is not None
    return Columns(
        numerator=f"{name}__numerator",
        denominator=f"{name}__denominator" if second else None,
        covariate=f"{name}__covariate" if adjusted else None,
        covariate_denominator=f"{name}__covariate_denominator" if adjusted and second else None,
        before=f"{name}__before" if capped else None,
        nulls=f"{name}__nulls",
        denominator_nulls=f"{name}__denominator_nulls" if metric.denominator is not None else None,
        single=tuple(
            (column, f"{name}__least_{number}", f"{name}__greatest_{number}")
            for number, column in enumerate(metric.single)
        ),
    )


def is_filled(piece: Piece) -> bool:
    """Return whether a unit without rows has 0 there; a mean that excludes it has a denominator of 0."""
    if piece.what not in ("value", "nulls", "rows"):
        return False
    return (
        piece.metric.type != "quantile" or piece.metric.missing == "zero" or piece.what != "value"
    )


def pieces_of(metric: Metric) -> list[Piece]:
    """Return what is to be aggregated for a metric."""
    names = columns_of(metric)
    first, *rest = metric.measures()
    pieces = [Piece(names.numerator, first, metric, "outcome")]
    if names.denominator:
        second = rest[0] if rest else first
        what = "value" if rest else "rows"
        pieces.append(Piece(names.denominator, second, metric, "outcome", what))
        if names.covariate_denominator:
            pieces.append(Piece(names.covariate_denominator, second, metric, "covariate", what))
    if names.covariate:
        pieces.append(Piece(names.covariate, first, metric, "covariate"))
    if names.before:
        pieces.append(Piece(names.before, first, metric, "before"))
    pieces.append(Piece(names.nulls, first, metric, "outcome", "nulls"))
    if names.denominator_nulls:
        pieces.append(Piece(names.denominator_nulls, rest[0], metric, "outcome", "nulls"))
    for column, least, greatest in names.single:
        pieces.append(Piece(least, first, metric, "outcome", "least", column))
        pieces.append(Piece(greatest, first, metric, "outcome", "greatest", column))
    return pieces
