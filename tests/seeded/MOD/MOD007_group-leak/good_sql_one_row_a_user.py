# config: unit = "user_id"
# %%
import duckdb
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

users = duckdb.sql(
    """
    SELECT user_id, count(*) AS plays, avg(seconds) AS mean_seconds, max(cancelled) AS cancelled
    FROM read_parquet('plays.parquet')
    GROUP BY user_id
    """
).df()

# %%
train, test = train_test_split(users, stratify=users["cancelled"], random_state=2)
cols = ["plays", "mean_seconds"]
model = RandomForestClassifier(random_state=2).fit(train[cols], train["cancelled"])
model.score(test[cols], test["cancelled"])
