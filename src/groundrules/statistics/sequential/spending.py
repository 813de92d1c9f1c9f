"""Spending functions: how much of alpha may be gone by which share of the information."""

from __future__ import annotations

import math
from typing import Literal, get_args

from groundrules.errors import UsageError

Spending = Literal["obrien-fleming", "pocock"]
Sides = Literal[1, 2]
NAMES: tuple[str, ...] = get_args(Spending)


def spent(name: Spending, fraction: float, alpha: float, sides: Sides = 2) -> float:
    """Return the alpha that is spent when `fraction` of the planned information is there, both sides together.

    The functions of Lan and DeMets (1983), "Discrete sequential boundaries for clinical trials",
    Biometrika 70, in the form that gsDesign documents (sfLDOF, sfLDPocock), with a the alpha of one side:

        obrien-fleming   2 - 2 Phi(z(a/2) / sqrt(t)), next to nothing early, almost all at the end
        pocock           a ln(1 + (e - 1) t), nearly the same boundary at each look

    A two-sided test spends half of alpha on each side. Beyond 1, when more came than was planned,
    nothing is left to spend.
    """
    if not 0 < alpha < 0.5:
        raise UsageError(f"alpha must lie between 0 and 0.5, not {alpha}")
    if not fraction > 0:
        raise UsageError(f"a share of the information must be above 0, not {fraction}")
    if fraction >= 1:
        return alpha
    if name == "obrien-fleming":
        from scipy.special import ndtri

        return 2 * sides * _upper_tail(-float(ndtri(alpha / sides / 2)) / math.sqrt(fraction))
    if name == "pocock":
        return alpha * math.log1p((math.e - 1) * fraction)
    raise UsageError(f"{name}: no spending function of that name. There are {', '.join(NAMES)}")


def _upper_tail(z: float) -> float:
    """Return the share of a standard normal above z, exact far out."""
    return 0.5 * math.erfc(z / math.sqrt(2))
