# %%
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()

# %%
claims = spark.sql("SELECT * FROM health.claims WHERE claim_year = 2024")

# %%
df = claims.toPandas()  # expect: SPK001
df["amount"].describe()
