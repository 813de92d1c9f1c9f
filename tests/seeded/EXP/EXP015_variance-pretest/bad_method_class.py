import numpy as np
import statsmodels.stats.api as sms
from scipy.stats import fligner


class ArmComparison:
    def __init__(self, a: np.ndarray, b: np.ndarray):
        self.a, self.b = a, b

    @property
    def usevar(self) -> str:
        return "pooled" if fligner(self.a, self.b).pvalue > 0.1 else "unequal"

    def p_value(self) -> float:
        t, p, df = sms.ttest_ind(self.a, self.b, usevar=self.usevar)  # expect: EXP015
        return p
