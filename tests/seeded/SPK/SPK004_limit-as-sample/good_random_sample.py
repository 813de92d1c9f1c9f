from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
sample = spark.table("warehouse.plays").sample(fraction=0.01, seed=17)
print(sample.agg(F.avg("minutes")).first()[0])
