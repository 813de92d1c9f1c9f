# %%
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
users = spark.table("ads.test_users")

# %%
users.limit(20).toPandas()

# %%
users.groupBy("arm").agg(F.avg("spend")).show()
