import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB


class TicketRouter:
    def __init__(self, path: str) -> None:
        self.tickets = pd.read_json(path, lines=True)
        self.vectoriser = TfidfVectorizer(min_df=5, ngram_range=(1, 2))

    def evaluate(self) -> float:
        words = self.vectoriser.fit_transform(self.tickets["body"])  # expect: MOD001
        parts = train_test_split(words, self.tickets["team"], test_size=0.25, random_state=1)
        X_train, X_test, y_train, y_test = parts
        model = MultinomialNB().fit(X_train, y_train)
        return f1_score(y_test, model.predict(X_test), average="macro")


print(TicketRouter("tickets.jsonl").evaluate())
