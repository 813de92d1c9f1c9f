from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
requests = spark.table("edge.requests")
hourly = requests.groupBy("service", F.date_trunc("hour", "ts").alias("hour")).agg(
    F.percentile_approx("latency_ms", 0.95).alias("p95"),
    F.avg("latency_ms").alias("mean_ms"),
    F.count("*").alias("requests"),
)
hourly.groupBy("service").agg(F.max("p95").alias("worst_p95"), F.avg("requests")).show()
