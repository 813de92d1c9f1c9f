# %%
import mlflow
import pandas as pd

mlflow.set_experiment("/Users/annika@stream.example/churn")  # a place in the workspace, no file

# %%
churn = pd.read_parquet("data/churn.parquet")
with mlflow.start_run():
    mlflow.log_metric("rows", len(churn))
