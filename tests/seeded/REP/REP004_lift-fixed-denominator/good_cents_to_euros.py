import pandas as pd
from scipy import stats as st

CENTS_PER_EURO = 100

orders = pd.read_parquet("orders_by_customer.parquet")
treated, control = orders[orders.arm == 1].spend_cents, orders[orders.arm == 0].spend_cents
ci = st.ttest_ind(treated, control, equal_var=False).confidence_interval()
print("control mean, EUR", control.mean() / CENTS_PER_EURO)
print("difference, EUR", ci.low / CENTS_PER_EURO, ci.high / CENTS_PER_EURO)
