"""What a geo experiment will find, from the periods before its start: placebo draws, in which nothing happened."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from groundrules.errors import UsageError
from groundrules.quasi import draw, geo

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundrules.quasi.contrasts import Sides


@dataclass(frozen=True, slots=True)
class Power:
    """What was found in placebo experiments of a past in which nothing happened."""

    experiments: int
    false_claims: float
    """The share whose interval left zero out, with no effect there."""
    power: float
    """The share that found the effect asked about: their interval lay on its side of zero."""
    smallest: float
    """The effect that is found with the chance asked for, in the outcome's unit; infinite where none is."""


def simulate(
    past: NDArray[Any],
    blocks: list[NDArray[Any]],
    numbers: list[int],
    after: int,
    effect: float,
    *,
    alpha: float = 0.05,
    sides: Sides = "two-sided",
    power: float = 0.8,
    experiments: int = 400,
) -> Power:
    """Return how often placebo draws find `effect`, and the smallest effect found with a chance of `power`.

    past: shape (periods, units), all before the start; its last `after` periods play those of the experiment.
    blocks: the places of each block's units; numbers: how many of each are treated. An effect is the same in every
    treated unit, so that it shifts a placebo draw's interval, and one interval for each draw tells all.
    Raises UsageError where the past is too short.
    """
    import numpy as np

    if len(past) < 2 * after:
        raise UsageError(
            f"{len(past)} periods are too short a past for an experiment of {after}: {2 * after} at least"
        )
    moved = past[-after:].mean(axis=0) - past[:-after].mean(axis=0)
    chosen = draw.random_assignments(blocks, numbers, past.shape[1], experiments)
    ends = np.array([_ends(blocks, treated, moved, alpha, sides) for treated in chosen])
    lower, upper = ends[:, 0], ends[:, 1]
    # What an effect must exceed for the interval to lie beyond zero, on the side that is looked for.
    needed = np.sort(upper if sides == "less" or (sides == "two-sided" and effect < 0) else -lower)
    return Power(
        experiments=experiments,
        false_claims=float(((lower > 0) | (upper < 0)).mean()),
        power=float((needed < abs(effect)).mean()),
        smallest=float(needed[ceil(power * experiments) - 1]),
    )


def _ends(
    blocks: list[NDArray[Any]],
    treated: NDArray[Any],
    moved: NDArray[Any],
    alpha: float,
    sides: Sides,
) -> tuple[float, float]:
    lower, upper = geo.interval(geo.draws(blocks, treated), moved, alpha, sides)
    return (
        float("-inf") if lower is None else lower,
        float("inf") if upper is None else upper,
    )
