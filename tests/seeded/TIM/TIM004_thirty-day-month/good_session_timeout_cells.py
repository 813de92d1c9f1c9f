# %%
import pandas as pd

clicks = pd.read_parquet("clicks.parquet").sort_values(["user_id", "clicked_at"])

# %%
gap = clicks.groupby("user_id")["clicked_at"].diff()
clicks["session"] = (gap > pd.Timedelta(minutes=30)).groupby(clicks["user_id"]).cumsum()

# %%
clicks_per_month = clicks.groupby(clicks["clicked_at"].dt.to_period("M")).size()
clicks["video_seconds"] = clicks["video_frames"] / 30  # 30 frames a second
