from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
hourly = (
    spark.table("edge.requests")
    .groupBy("service", F.date_trunc("hour", "ts").alias("hour"))
    .agg(F.percentile_approx("latency_ms", 0.95).alias("p95"))
)
hourly.groupBy("service").agg(F.avg("p95").alias("p95")).show()  # expect: DFR012
