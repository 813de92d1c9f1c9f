from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
plays = spark.table("prod.plays").filter("play_date >= '2024-01-01'")
daily = plays.groupBy("country", "play_date").agg(
    F.countDistinct("user_id").alias("viewers"), F.sum("minutes").alias("minutes")
)
daily.groupBy("country").agg(F.avg("viewers").alias("dau"), F.sum("minutes")).show()
plays.groupBy("country").agg(F.countDistinct("user_id").alias("viewers")).show()
