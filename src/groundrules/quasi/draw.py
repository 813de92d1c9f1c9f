"""Whom a geo experiment treats: pairs by size, a draw that anybody can repeat, and what else could have been drawn.

The draw is by SHA-256 of seed and name, not by a generator of numbers, whose streams may change with a version:
in each block the units with the smallest digests are treated.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from itertools import combinations, product
from math import comb, prod
from typing import TYPE_CHECKING, Any

from groundrules.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

Blocks = Sequence[Sequence[str]]
ASSIGNMENTS = 9_999
"""So many draws are looked at, where there are more."""
_SEED = 20_260_302


def pairs(sizes: Mapping[str, float]) -> list[list[str]]:
    """Return pairs of units that are next to each other in size, the largest first.

    Raises UsageError for an odd number of units: which one stays out is for a person to say.
    """
    if len(sizes) % 2:
        raise UsageError(
            f"{len(sizes)} units do not make pairs; leave one out of the experiment, and say why"
        )
    order = sorted(sizes, key=lambda unit: (-sizes[unit], unit))
    return [order[place : place + 2] for place in range(0, len(order), 2)]


def drawn(blocks: Blocks, seed: str | int, numbers: Sequence[int] = ()) -> list[str]:
    """Return who is treated, sorted; numbers: how many of each block (default: half of it, rounded down)."""
    counts = numbers or [len(block) // 2 for block in blocks]
    chosen = []
    for block, number in zip(blocks, counts, strict=True):
        chosen += sorted(block, key=lambda unit: (_digest(f"{seed}:{unit}"), unit))[:number]
    return sorted(chosen)


def fingerprint(blocks: Blocks, treated: Sequence[str], start: str | int) -> str:
    """Return the SHA-256 of a draw: of its blocks, the treated units and the start, in whatever order they stand."""
    said = {
        "blocks": sorted(sorted(block) for block in blocks),
        "treated": sorted(treated),
        "treatment_start": str(start),
    }
    return _digest(json.dumps(said, ensure_ascii=False, sort_keys=True))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def counts(blocks: Blocks, treated: Sequence[str]) -> list[int]:
    """Return how many of each block are treated."""
    return [len(set(block) & set(treated)) for block in blocks]


def smallest_p(blocks: Blocks, treated: Sequence[str], sides: str) -> float:
    """Return the smallest p that the draw can give; with halves, the exchanged draw is as far out."""
    numbers = counts(blocks, treated)
    ways = prod(comb(len(block), number) for block, number in zip(blocks, numbers, strict=True))
    halves = all(len(block) == 2 * n for block, n in zip(blocks, numbers, strict=True))
    return (2 if sides == "two-sided" and halves else 1) / ways


def assignments(blocks: Sequence[NDArray[Any]], treated: NDArray[Any]) -> NDArray[Any]:
    """Return what could have been drawn, shape (assignments, units), the true one first.

    blocks: the places of each block's units; treated: shape (units,). All of them, or ASSIGNMENTS drawn by a fixed
    seed and the true one.
    """
    import numpy as np

    numbers = [int(treated[block].sum()) for block in blocks]
    sizes = [(len(block), number) for block, number in zip(blocks, numbers, strict=True)]
    if prod(comb(*size) for size in sizes) <= ASSIGNMENTS + 1:
        each = [list(combinations(block, n)) for block, n in zip(blocks, numbers, strict=True)]
        rows = [[place for part in parts for place in part] for parts in product(*each)]
        others = np.zeros((len(rows), len(treated)), bool)
        np.put_along_axis(others, np.array(rows), True, axis=1)
        others = others[~(others == treated).all(axis=1)]
    else:
        others = random_assignments(blocks, numbers, len(treated), ASSIGNMENTS)
    return np.asarray(np.vstack([treated[None, :], others]))


def random_assignments(
    blocks: Sequence[NDArray[Any]], numbers: Sequence[int], units: int, draws: int
) -> NDArray[Any]:
    """Return so many draws by the same rule, by a fixed seed, shape (draws, units)."""
    import numpy as np

    rng = np.random.default_rng(_SEED)
    found = np.zeros((draws, units), bool)
    for block, number in zip(blocks, numbers, strict=True):
        order = rng.random((draws, len(block))).argsort(axis=1)[:, :number]
        np.put_along_axis(found, block[order], True, axis=1)
    return found
