# %%
import matplotlib.pyplot as plt
import pandas as pd
from scipy import stats as st
from sklearn.linear_model import Lasso

alpha = 0.05
wards = pd.read_parquet("falls_by_ward.parquet")

# %%
res = st.mannwhitneyu(wards[wards.rails == 1].falls, wards[wards.rails == 0].falls)
print("falls", res.pvalue < alpha)

# %%
plt.scatter(wards.beds, wards.falls, alpha=0.3)
Lasso(alpha=0.1).fit(wards[["beds", "age"]], wards["falls"]).coef_
