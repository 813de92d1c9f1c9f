import pandas as pd


def active(subs: pd.DataFrame, plan: str | None = None, since=None) -> pd.DataFrame:
    """Subscriptions that were not cancelled, of one plan or of all."""
    if plan != None:  # noqa: E711
        subs = subs[subs["plan"] == plan]
    if since == None:  # noqa: E711
        since = subs["started_at"].min()
    return subs[subs["cancelled_at"].isnull() & (subs["started_at"] >= since)]


print(len(active(pd.read_parquet("subscriptions.parquet"), plan="family")))
