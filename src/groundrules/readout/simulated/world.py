"""A made-up video service: users with habits, sessions and orders before and after their exposure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import numpy as np
import pyarrow as pa

from groundrules.metrics.units import DAY

START = date(2026, 3, 2)
"""The plan's start: a Monday."""
AMOUNT = (2.0, 0.8)
"""Mean and standard deviation of the logarithm of an order's amount."""
PAID = 0.9
"""The share of orders that are paid."""


@dataclass(frozen=True, slots=True)
class World:
    """What is true of it. Times are in days from the start."""

    users: int = 600
    enrolled: int = 7
    """Users are exposed evenly over these first days."""
    days: int = 14
    """Rows are made until the end of the day of this number."""
    before: int = 28
    """Rows are made from this many days before the start."""
    orders: float = 0.15
    """Mean orders of a user a day."""
    sessions: float = 0.5
    """Mean sessions of a user a day."""
    habit: float = 1.0
    """Shape of the gamma distribution of users' own rates: the smaller, the more users differ."""
    lift: float = 0.0
    """True relative effect on the amount of an order."""
    more: float = 0.0
    """True relative effect on the number of orders."""
    clusters: int = 0
    """Cities, whole ones of which are randomised; 0: users are."""
    city_sd: float = 0.3
    """Standard deviation of a city's logarithmic rate."""
    blocks: int = 0
    """Switchback: parts of a day, in each of which each city is randomised anew."""
    block_sd: float = 0.4
    """Standard deviation of a city's logarithmic rate from block to block."""
    variants: tuple[str, ...] = ("control", "treatment")
    """They come with equal chance."""
    moved: str = "treatment"
    """The variant that has the effects."""

    @property
    def cells(self) -> int:
        """How many things are randomised, of which users are members; 0: users are."""
        return self.clusters * (self.enrolled * self.blocks if self.blocks else 1)


def _moments(times: np.ndarray) -> pa.Array:
    zero = int(datetime.combine(START, time(), UTC).timestamp()) * 1_000_000
    return pa.array(zero + (times * DAY).astype(np.int64), pa.timestamp("us"))


def make(world: World, rng: np.random.Generator) -> dict[str, pa.Table]:
    """Return the tables `exposures`, `orders` and `sessions` of one experiment, in which chance assigns."""
    n = world.users
    city = rng.integers(world.clusters, size=n) if world.clusters else np.arange(n)
    many = len(world.variants)
    drawn = rng.permutation(world.cells) if world.cells else rng.random(n)
    exposed = rng.uniform(0, world.enrolled, n)
    block = np.floor(exposed * world.blocks).astype(int)
    if world.cells:
        cell = city * (world.cells // world.clusters) + block
        arm = drawn[cell] % many
    else:
        arm = many - 1 - np.floor(drawn * many).astype(int)
    treated = np.array(world.variants)[arm] == world.moved
    rate = rng.gamma(world.habit, 1 / world.habit, n)
    if world.clusters:
        rate *= np.exp(rng.normal(0, world.city_sd, world.clusters))[city]
    if world.blocks:
        rate *= np.exp(rng.normal(0, world.block_sd, world.cells))[cell]
    names = np.char.add("u", np.arange(n).astype(str))
    return {
        "exposures": pa.table(
            {
                "user_id": names,
                "variant": np.array(world.variants)[arm],
                "exposed_at": _moments(exposed),
                "country": np.array(["CH", "DE", "FR"])[rng.integers(3, size=n)],
                "platform": np.array(["tv", "web"])[rng.integers(2, size=n)],
                "city": np.char.add("c", city.astype(str)),
                "block": np.char.add("b", block.astype(str)),
                "is_employee": rng.random(n) < 0.02,
            }
        ),
        "orders": _orders(world, rng, names, rate, treated, exposed),
        "sessions": _sessions(world, rng, names, rate, treated, exposed),
    }


def _rows(
    world: World, rng: np.random.Generator, mean: np.ndarray, boost: np.ndarray, exposed: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return whose each row is and when; from the exposure on, a user's rate is `boost` times as high."""
    length = float(world.before + world.days)
    most = mean * np.maximum(boost, 1.0) * length
    whose = np.repeat(np.arange(len(mean)), rng.poisson(most))
    when = rng.uniform(-world.before, world.days, len(whose))
    factor = np.where(when >= exposed[whose], boost[whose], 1.0) / np.maximum(boost[whose], 1.0)
    kept = rng.random(len(whose)) < factor
    return whose[kept], when[kept]


def _orders(
    world: World, rng: np.random.Generator, names: np.ndarray, rate: np.ndarray,
    treated: np.ndarray, exposed: np.ndarray,
) -> pa.Table:  # fmt: skip
    boost = np.where(treated, 1 + world.more, 1.0)
    whose, when = _rows(world, rng, world.orders * rate, boost, exposed)
    lifted = treated[whose] & (when >= exposed[whose])
    amount = rng.lognormal(*AMOUNT, len(whose)) * np.where(lifted, 1 + world.lift, 1.0)
    return pa.table(
        {
            "order_id": np.arange(len(whose)),
            "user_id": names[whose],
            "ordered_at": _moments(when),
            "amount": np.round(amount, 2),
            "currency": np.full(len(whose), "EUR"),
            "status": np.where(rng.random(len(whose)) < PAID, "paid", "failed"),
        }
    )


def _sessions(
    world: World, rng: np.random.Generator, names: np.ndarray, rate: np.ndarray,
    treated: np.ndarray, exposed: np.ndarray,
) -> pa.Table:  # fmt: skip
    # How long users watch has its own habit, so that hours and orders are not the same thing.
    whose, when = _rows(world, rng, world.sessions * np.sqrt(rate), np.ones(len(names)), exposed)
    return pa.table(
        {
            "session_id": np.arange(len(whose)),
            "user_id": names[whose],
            "started_at": _moments(when),
            "hours": rng.exponential(0.7, len(whose)),
        }
    )
