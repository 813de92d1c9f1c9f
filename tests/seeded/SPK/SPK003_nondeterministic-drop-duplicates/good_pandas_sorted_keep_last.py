import pandas as pd

changes = pd.read_parquet("plan_changes.parquet")
print("changes per user:", len(changes) / changes["user_id"].nunique())
current = changes.sort_values(["changed_at", "change_id"]).drop_duplicates(subset=["user_id"], keep="last")
print(current["plan"].value_counts())
