# %%
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()

# %%
claims = spark.sql(
    "SELECT claim_month, COUNT(*) AS claims, SUM(amount) AS amount "
    "FROM health.claims WHERE claim_year = 2024 GROUP BY claim_month"
)

# %%
df = claims.toPandas()
df.plot(x="claim_month", y="amount")
