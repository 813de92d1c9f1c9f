import matplotlib.pyplot as plt
import pandas as pd

rides = pd.read_csv("scooter_rides.csv")
by_city = rides.groupby("city")["minutes"]
means, spread = by_city.mean(), by_city.std()

plt.bar(means.index, means, yerr=spread, capsize=4)  # expect: REP005
plt.ylabel("minutes per ride")
plt.title("Mean ride by city with 95% confidence intervals")  # also: REP005
plt.savefig("rides_by_city.png")
