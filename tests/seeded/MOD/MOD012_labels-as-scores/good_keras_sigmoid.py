import numpy as np
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from tensorflow import keras

X, y = np.load("xray_embeddings.npy"), np.load("pneumonia.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=9)

model = keras.Sequential(
    [keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(X_train, y_train, epochs=20, verbose=0)

y_pred = model.predict(X_test).ravel()
print("AUC", roc_auc_score(y_test, y_pred))
print("accuracy", accuracy_score(y_test, y_pred > 0.5), "base rate", y_test.mean())
