from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.appName("watch-time").getOrCreate()
plays = spark.table("warehouse.plays")
by_country = plays.groupBy("country").agg(F.avg("minutes").alias("minutes"))
frame = by_country.toPandas()
print(frame.sort_values("minutes"))
