import logging

import pandas as pd
from scipy.stats import chi2_contingency

log = logging.getLogger("readout")


class CheckoutReadout:
    def __init__(self, orders: pd.DataFrame) -> None:
        self.orders = orders

    def report(self) -> None:
        table = pd.crosstab(self.orders["arm"], self.orders["converted"])
        chi2, p, dof, _ = chi2_contingency(table)
        log.info("chi2(%d) = %.2f, p = %.4f", dof, chi2, p)  # expect: REP001


CheckoutReadout(pd.read_csv("checkout_test.csv")).report()  # also: REP001
