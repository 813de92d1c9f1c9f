import numpy as np
import pandas as pd


def cohens_d(x: pd.Series, y: pd.Series) -> float:
    pooled = np.sqrt((x.std() ** 2 + y.std() ** 2) / 2)
    return (x.mean() - y.mean()) / pooled


pilot = pd.read_csv("onboarding_pilot.csv")
guided = pilot.loc[pilot["flow"] == "guided", "lessons_done"]
plain = pilot.loc[pilot["flow"] == "plain", "lessons_done"]
print("d =", cohens_d(guided, plain), "se", guided.std() / np.sqrt(len(guided)))
