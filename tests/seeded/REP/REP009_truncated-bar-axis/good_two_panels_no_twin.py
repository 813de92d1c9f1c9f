import matplotlib.pyplot as plt
import pandas as pd

weeks = pd.read_csv("marketing_weeks.csv", parse_dates=["week"])
fig, (top, bottom) = plt.subplots(2, 1, sharex=True, figsize=(9, 6))
top.bar(weeks["week"], weeks["ad_spend"], width=5)
top.set_ylabel("ad spend, EUR")
bottom.plot(weeks["week"], weeks["conversion_rate"])
bottom.set_ylim(0.02, 0.04)
bottom.set_ylabel("conversion rate")
fig.savefig("spend_and_conversion.png")
