from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
routes = spark.table("logistics.route_days").filter(F.col("stops") > 0)
routes = routes.withColumn("fail_rate", F.col("failed_stops") / F.col("stops"))
routes.groupBy("carrier").agg(F.avg("fail_rate").alias("fail_rate")).show()  # expect: DFR006
