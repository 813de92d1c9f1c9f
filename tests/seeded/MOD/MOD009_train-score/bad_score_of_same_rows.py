import pandas as pd
from sklearn.ensemble import RandomForestClassifier

donors = pd.read_csv("blood_donors.csv")
X = donors[["months_since_last", "donations", "volume"]]
y = donors["came_back"]

forest = RandomForestClassifier(n_estimators=200, random_state=0)
forest.fit(X, y)
accuracy = forest.score(X, y)  # expect: MOD009
print(f"Our model predicts {accuracy:.1%} of the returns correctly")
