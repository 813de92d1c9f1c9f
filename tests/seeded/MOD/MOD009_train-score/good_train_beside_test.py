import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

donors = pd.read_csv("blood_donors.csv")
X = donors[["months_since_last", "donations", "volume"]]
y = donors["came_back"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)

forest = RandomForestClassifier(n_estimators=200, random_state=0)
forest.fit(X_train, y_train)
seen, unseen = forest.score(X_train, y_train), forest.score(X_test, y_test)
print(f"{unseen:.1%} of unseen donors are right (training rows: {seen:.1%})")
if seen - unseen > 0.1:
    print("overfitted: try a larger min_samples_leaf")
