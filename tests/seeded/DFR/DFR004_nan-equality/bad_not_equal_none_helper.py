import pandas as pd


def active(subscriptions: pd.DataFrame) -> pd.DataFrame:
    """Subscriptions that were not cancelled."""
    return subscriptions[subscriptions.cancelled_at == None]  # noqa: E711  # expect: DFR004


def churned(subscriptions: pd.DataFrame) -> pd.DataFrame:
    return subscriptions.loc[subscriptions["cancelled_at"] != None]  # noqa: E711  # expect: DFR004


subs = pd.read_parquet("subscriptions.parquet")
print(len(active(subs)), len(churned(subs)))
