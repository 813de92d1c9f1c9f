import numpy as np
import pandas as pd

plants = pd.read_parquet("machine_shifts.parquet")
(
    plants[plants["shift"] != "maintenance"]
    .assign(scrap_share=lambda d: d["n_scrapped"].div(d["n_produced"].replace(0, np.nan)))
    .groupby("plant")
    .agg(scrap_share=("scrap_share", "mean"), measured=("scrap_share", "count"))
    .to_csv("scrap.csv")
)
