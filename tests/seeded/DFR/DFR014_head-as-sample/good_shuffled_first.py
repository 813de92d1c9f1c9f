import pandas as pd

customers = pd.read_parquet("customers.parquet")
shuffled = customers.sample(frac=1, random_state=7).reset_index(drop=True)
pilot = shuffled.head(5000)
rest = shuffled.iloc[5000:10000]
print("churn of the pilot group:", pilot["churned"].mean(), "of the rest:", rest["churned"].mean())
