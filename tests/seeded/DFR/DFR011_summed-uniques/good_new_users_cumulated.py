import pandas as pd


def new_buyers(orders: pd.DataFrame) -> pd.Series:
    """Each customer is counted once, on the day of the first order."""
    first = orders.groupby("customer_id")["ordered_at"].min().dt.date
    return first.value_counts().sort_index()


orders = pd.read_csv("orders.csv", parse_dates=["ordered_at"])
new = new_buyers(orders)
daily = orders.groupby(orders["ordered_at"].dt.date)["customer_id"].nunique()
print("customers so far:", new.sum(), new.cumsum().tail(30), "on the last day:", daily.iloc[-1])
