import pandas as pd


def daily_buyers(orders: pd.DataFrame) -> pd.Series:
    return orders.groupby(orders["ordered_at"].dt.date)["customer_id"].nunique()  # also: DFR011


def weekly_buyers(orders: pd.DataFrame) -> pd.Series:
    """Customers who bought in the last seven days."""
    return daily_buyers(orders).rolling(7).sum()  # expect: DFR011


orders = pd.read_csv("orders.csv", parse_dates=["ordered_at"])
print(weekly_buyers(orders).tail(30))
