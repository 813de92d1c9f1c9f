# %%
import pandas as pd

transactions = pd.read_parquet("card_transactions.parquet")
transactions.head(20)

# %%
print(transactions.iloc[:5].to_string(), transactions[:3])
columns = list(transactions.columns)[:10]
transactions[columns].describe()

# %%
print("fraud rate:", transactions["is_fraud"].mean())
