# %%
import pandas as pd

labs = pd.read_csv("lab_results.csv")

# %%
measured = labs.query("hba1c == hba1c")
missing = labs[labs["ldl"] != labs["ldl"]]

# %%
print(len(measured), len(missing), (labs["comment"] == "nan").sum())
