import numpy as np
import pandas as pd

rng = np.random.default_rng(21)


def relative_lift(treated: np.ndarray, control: np.ndarray, runs: int = 5000) -> np.ndarray:
    lifts = []
    for _ in range(runs):
        base = rng.choice(control, len(control)).mean()
        lifts.append((rng.choice(treated, len(treated)).mean() - base) / base)
    return np.percentile(lifts, [2.5, 97.5])


orders = pd.read_parquet("orders_by_customer.parquet")
print(relative_lift(orders[orders.arm == 1].spend.to_numpy(), orders[orders.arm == 0].spend.to_numpy()))
