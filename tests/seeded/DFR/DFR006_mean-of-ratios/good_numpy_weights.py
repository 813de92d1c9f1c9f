import numpy as np
import pandas as pd

titles = pd.read_parquet("titles_week.parquet").query("started_views >= 1")
titles["completion"] = titles["completed_views"] / titles["started_views"]

platform = np.average(titles["completion"], weights=titles["started_views"])
weighted = titles["completion"] * titles["started_views"]
by_genre = weighted.groupby(titles["genre"]).sum() / titles.groupby("genre").started_views.sum()
print(platform, by_genre)
