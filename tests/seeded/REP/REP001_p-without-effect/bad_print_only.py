import pandas as pd
from scipy import stats as st

visits = pd.read_csv("landing_page_visits.csv")
old = visits.loc[visits["page"] == "old", "seconds_on_page"]
new = visits.loc[visits["page"] == "new", "seconds_on_page"]

t, p = st.ttest_ind(new, old, equal_var=False)
print(f"n old = {len(old)}, n new = {len(new)}")
print(f"t = {t:.2f}, p = {p:.4f}")  # expect: REP001
