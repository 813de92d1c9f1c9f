import numpy as np


def one_week(mean_orders: float) -> int:
    rng = np.random.default_rng(2024)  # expect: RPR002
    return int(rng.poisson(mean_orders, size=7).sum())


def stockout_risk(stock: int, runs: int = 10_000) -> float:
    weeks = [one_week(mean_orders=180.0) for _ in range(runs)]  # also: RPR002
    return sum(week > stock for week in weeks) / runs


print(f"risk of running out: {stockout_risk(1300):.1%}")
