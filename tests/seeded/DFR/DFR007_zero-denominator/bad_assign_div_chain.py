import pandas as pd

plants = pd.read_parquet("machine_shifts.parquet")
(
    plants[plants["shift"] != "maintenance"]
    .assign(
        scrap_share=lambda d: d["n_scrapped"].div(d["n_produced"]),  # expect: DFR007
        hour=lambda d: d["started_at"].dt.hour,
    )
    .groupby(["plant", "hour"])
    .agg(scrap_share=("scrap_share", "mean"), shifts=("shift_id", "size"))
    .to_csv("scrap_by_hour.csv")
)
