import numpy as np
import pandas as pd


def cohens_d(x: np.ndarray, y: np.ndarray) -> float:
    pooled = np.sqrt((np.std(x) ** 2 + np.std(y) ** 2) / 2)  # expect: REP006
    return (np.mean(x) - np.mean(y)) / pooled


pilot = pd.read_csv("onboarding_pilot.csv")
guided = pilot.loc[pilot["flow"] == "guided", "lessons_done"].to_numpy()
plain = pilot.loc[pilot["flow"] == "plain", "lessons_done"].to_numpy()
print("d =", cohens_d(guided, plain))
