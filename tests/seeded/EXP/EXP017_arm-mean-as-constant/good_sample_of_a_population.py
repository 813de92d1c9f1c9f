import pandas as pd
from scipy.stats import ttest_1samp

census = pd.read_parquet("all_customers.parquet")
surveyed = census.sample(500, random_state=3)
# Is the survey's sample like the customers it was drawn from?
print(ttest_1samp(surveyed["age"], census["age"].mean()))
