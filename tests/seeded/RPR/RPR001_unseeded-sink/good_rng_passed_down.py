import numpy as np
import pandas as pd


class PermutationTest:
    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def p_value(self, a: np.ndarray, b: np.ndarray, runs: int = 999) -> float:
        pooled, n = np.concatenate([a, b]), len(a)
        seen = abs(a.mean() - b.mean())
        shuffled = (self.rng.permutation(pooled) for _ in range(runs))
        return (1 + sum(abs(x[:n].mean() - x[n:].mean()) >= seen for x in shuffled)) / (1 + runs)


d = pd.read_csv("plays_by_user.csv")
on, off = d[d.arm == 1].minutes.to_numpy(), d[d.arm == 0].minutes.to_numpy()
print(on.mean() - off.mean(), PermutationTest(np.random.default_rng(77)).p_value(on, off))
