import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

wines = pd.read_csv("cellar.csv")
X, y = wines.drop(columns="corked"), wines["corked"]
X_rest, X_test, y_rest, y_test = train_test_split(X, y, stratify=y, random_state=1)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, random_state=1)

scores = {}
for k in range(1, 31):
    knn = make_pipeline(StandardScaler(), KNeighborsClassifier(k)).fit(X_train, y_train)
    scores[k] = knn.score(X_val, y_val)

best_k = max(scores, key=scores.get)
final = make_pipeline(StandardScaler(), KNeighborsClassifier(best_k)).fit(X_rest, y_rest)
print(f"best k = {best_k}, accuracy {final.score(X_test, y_test):.3f}")
