import glob

import pandas as pd

parts = [pd.read_csv(path) for path in sorted(glob.glob("exports/plays_*.csv"))]
plays = pd.concat(parts, ignore_index=True)
first_seen = plays.drop_duplicates(subset=["user_id"], keep="first")
print(first_seen["country"].value_counts())
