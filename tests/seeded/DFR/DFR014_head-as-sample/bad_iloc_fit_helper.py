import pandas as pd
from sklearn.ensemble import RandomForestClassifier


def train_on_sample(frame: pd.DataFrame, rows: int = 20_000) -> RandomForestClassifier:
    small = frame.iloc[:rows]  # expect: DFR014
    model = RandomForestClassifier(random_state=0)
    return model.fit(small.drop(columns="churned"), small["churned"])  # also: DFR014


customers = pd.read_parquet("customers.parquet")
model = train_on_sample(customers)
print(model.classes_)
