from pyspark.sql import DataFrame, SparkSession
from sklearn.linear_model import LogisticRegression


def training_rows(claims: DataFrame, n: int = 20_000) -> DataFrame:
    return claims.select("age", "amount", "denied").limit(n)  # expect: SPK004


spark = SparkSession.builder.getOrCreate()
rows = training_rows(spark.read.parquet("s3://lake/claims/")).toPandas()  # also: SPK004
model = LogisticRegression().fit(rows[["age", "amount"]], rows["denied"])
print(model.coef_)
