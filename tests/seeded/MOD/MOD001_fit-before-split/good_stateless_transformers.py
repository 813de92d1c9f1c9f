import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import FunctionTransformer, Normalizer

reviews = pd.read_json("app_reviews.jsonl", lines=True)
# hashing and row-wise norms learn nothing from other rows
words = HashingVectorizer(n_features=2**16, norm=None).fit_transform(reviews["text"])
damped = FunctionTransformer(np.log1p).fit_transform(abs(words))
X = Normalizer().fit_transform(damped)

X_train, X_test, y_train, y_test = train_test_split(
    X, reviews["is_spam"], test_size=0.2, random_state=13
)
model = SGDClassifier(random_state=13).fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))
