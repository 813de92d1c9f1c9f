import pandas as pd
from scipy import stats as st


def relative_lift(treated: pd.Series, control: pd.Series) -> dict[str, float]:
    ci = st.ttest_ind(treated, control, equal_var=False).confidence_interval()
    base = control.mean()
    return {
        "lift": treated.mean() / base - 1,
        "lift_low": ci.low / base,  # expect: REP004
        "lift_high": ci.high / base,  # also: REP004
    }


orders = pd.read_parquet("orders_by_customer.parquet")
print(relative_lift(orders[orders.arm == 1].spend, orders[orders.arm == 0].spend))
