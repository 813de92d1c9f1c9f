import polars as pl
from scipy import stats as st

users = pl.read_parquet("exp_users.parquet")
control = users.filter(pl.col("arm") == "control").head(5000)  # expect: DFR014
variant = users.filter(pl.col("arm") == "variant").head(5000)  # expect: DFR014
diff = variant["minutes"].mean() - control["minutes"].mean()
print(diff, st.ttest_ind(variant["minutes"], control["minutes"], equal_var=False).pvalue)
