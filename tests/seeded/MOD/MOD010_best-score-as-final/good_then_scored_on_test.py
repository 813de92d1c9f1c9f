import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

tumours = pd.read_csv("tumours.csv")
X, y = tumours.drop(columns="malignant"), tumours["malignant"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=1)

pipe = make_pipeline(StandardScaler(), SVC())
grid = GridSearchCV(pipe, {"svc__C": [0.1, 1, 10, 100]}, cv=5)
grid.fit(X_train, y_train)
print(f"best in the search: {grid.best_score_:.3f} with {grid.best_params_}")
print(f"Final accuracy of the classifier: {grid.score(X_test, y_test):.3f}")
