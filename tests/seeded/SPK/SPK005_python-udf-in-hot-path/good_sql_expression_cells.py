# %%
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
lines = spark.read.parquet("s3://lake/till_lines/")

# %%
net = lambda gross: F.col(gross) / F.lit(1.19)

# %%
lines.select("store_id", net("gross").alias("net")).groupBy("store_id").sum("net").show()
