import pandas as pd

transactions = pd.read_parquet("card_transactions.parquet")
sample = transactions.head(50_000)  # expect: DFR014
print("fraud rate:", sample["is_fraud"].mean())
print("mean amount:", sample["amount"].mean())
