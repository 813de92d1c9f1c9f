import numpy as np


def one_week(seed: np.random.SeedSequence, mean_orders: float) -> int:
    rng = np.random.default_rng(seed)
    return int(rng.poisson(mean_orders, size=7).sum())


def stockout_risk(stock: int, runs: int = 10_000) -> float:
    seeds = np.random.SeedSequence(2024).spawn(runs)
    weeks = [one_week(seed, mean_orders=180.0) for seed in seeds]
    return sum(week > stock for week in weeks) / runs


print(f"risk of running out: {stockout_risk(1300):.1%}")
