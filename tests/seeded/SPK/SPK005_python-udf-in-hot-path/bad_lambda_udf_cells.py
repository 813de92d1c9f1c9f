# %%
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import DoubleType

spark = SparkSession.builder.getOrCreate()
lines = spark.read.parquet("s3://lake/till_lines/")

# %%
net = F.udf(lambda gross: gross / 1.19, DoubleType())  # expect: SPK005

# %%
lines.select("store_id", net("gross").alias("net")).groupBy("store_id").sum("net").show()  # also: SPK005
