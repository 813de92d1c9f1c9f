import matplotlib.pyplot as plt
import pandas as pd

weeks = pd.read_csv("marketing_weeks.csv", parse_dates=["week"])
fig, left = plt.subplots(figsize=(9, 4))
left.plot(weeks["week"], weeks["ad_spend"], color="tab:blue")
left.set_ylabel("ad spend, EUR")

right = left.twinx()  # expect: REP009
right.plot(weeks["week"], weeks["signups"], color="tab:red")
right.set_ylabel("sign-ups")
fig.savefig("spend_and_signups.png")
