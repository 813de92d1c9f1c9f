import pandas as pd

sales = pd.read_parquet("sales.parquet")
double_six = pd.Timestamp("06/06/2024")  # the sixth of June whichever way it is read
folder = "exports/03/04/2024"
print(sales[sales["sold_at"] >= double_six]["amount"].sum())
sales.to_parquet(f"{folder}/double_six.parquet")
