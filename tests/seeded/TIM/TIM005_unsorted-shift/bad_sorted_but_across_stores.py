import pandas as pd

sales = pd.read_parquet("store_day_sales.parquet")
sales = sales.sort_values(["store_id", "day"])
sales["growth"] = sales["units"].pct_change()  # expect: TIM005
print(sales.groupby("store_id")["growth"].mean())
