import pandas as pd
from scipy import stats

SLA_MINUTES = 30
trips = pd.read_csv("deliveries.csv")
late = trips[trips.city == "Porto"].minutes
print(late.mean(), stats.ttest_1samp(late, SLA_MINUTES))
