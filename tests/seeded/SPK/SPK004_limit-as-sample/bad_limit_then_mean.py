from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
sample = spark.table("warehouse.plays").limit(100_000)  # expect: SPK004
print(sample.agg(F.avg("minutes")).first()[0])  # also: SPK004
