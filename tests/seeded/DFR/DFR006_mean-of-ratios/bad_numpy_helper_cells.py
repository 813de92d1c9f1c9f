# %%
import numpy as np
import pandas as pd


def completion_rate(frame: pd.DataFrame) -> pd.Series:
    return frame["completed_views"].div(frame["started_views"])


# %%
titles = pd.read_parquet("titles_week.parquet").query("started_views >= 1")
titles["completion"] = completion_rate(titles)

# %%
print("completion on the platform:", np.mean(titles["completion"]))  # expect: DFR006
