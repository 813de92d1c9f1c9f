import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import cross_val_predict, train_test_split

loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(
    loans[["income_k", "debt_k", "age"]], loans["default"], test_size=0.3, random_state=3
)
model = LogisticRegression(max_iter=500)
risk = cross_val_predict(model, X_train, y_train, cv=5, method="predict_proba")[:, 1]
cuts = np.linspace(0.05, 0.95, 91)
best = cuts[np.argmax([f1_score(y_train, risk >= cut) for cut in cuts])]

model.fit(X_train, y_train)
flagged = model.predict_proba(X_test)[:, 1] >= best
print(f"at threshold {best:.2f} the model reaches F1 = {f1_score(y_test, flagged):.3f}")
