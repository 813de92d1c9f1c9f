import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(
    loans[["income_k", "debt_k", "age"]], loans["default"], test_size=0.3, random_state=3
)
model = LogisticRegression(max_iter=500).fit(X_train, y_train)
risk = model.predict_proba(X_test)[:, 1]

cuts = np.linspace(0.05, 0.95, 91)
f1 = [f1_score(y_test, risk >= cut) for cut in cuts]  # also: MOD008
best = int(np.argmax(f1))  # expect: MOD008
print(f"at threshold {cuts[best]:.2f} the model reaches F1 = {f1[best]:.3f}")
