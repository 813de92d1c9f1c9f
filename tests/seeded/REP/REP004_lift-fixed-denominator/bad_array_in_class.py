import numpy as np
from statsmodels.stats.proportion import confint_proportions_2indep


class ConversionLift:
    def __init__(self, conv_a: int, n_a: int, conv_b: int, n_b: int) -> None:
        self.rate_a = conv_a / n_a
        self.bounds = np.array(confint_proportions_2indep(conv_b, n_b, conv_a, n_a, compare="diff"))

    def relative(self) -> np.ndarray:
        return self.bounds / self.rate_a  # expect: REP004


lift = ConversionLift(410, 9_870, 466, 9_902)
print("relative lift, 95 % CI:", lift.relative())
