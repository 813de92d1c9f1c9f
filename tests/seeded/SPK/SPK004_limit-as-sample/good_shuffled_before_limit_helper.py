from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from sklearn.linear_model import LogisticRegression


def training_rows(claims: DataFrame, n: int = 20_000) -> DataFrame:
    return claims.select("age", "amount", "denied").orderBy(F.rand(seed=3)).limit(n)


spark = SparkSession.builder.getOrCreate()
rows = training_rows(spark.read.parquet("s3://lake/claims/")).toPandas()
model = LogisticRegression().fit(rows[["age", "amount"]], rows["denied"])
print(model.coef_)
