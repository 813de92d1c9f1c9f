import pandas as pd
from scipy import stats as st

visits = pd.read_csv("landing_page_visits.csv")
old = visits.loc[visits["page"] == "old", "seconds_on_page"]
new = visits.loc[visits["page"] == "new", "seconds_on_page"]

res = st.ttest_ind(new, old, equal_var=False)
ci = res.confidence_interval(0.95)
print(f"n old = {len(old)}, n new = {len(new)}")
print(f"t = {res.statistic:.2f}, p = {res.pvalue:.4f}, difference in [{ci.low:.1f}, {ci.high:.1f}] s")
