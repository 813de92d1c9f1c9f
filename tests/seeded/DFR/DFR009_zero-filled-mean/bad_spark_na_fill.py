from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
members = spark.table("gym.members").na.fill(0, subset=["age", "height_cm"])  # expect: DFR009
members.groupBy("club").agg(F.avg("age").alias("age"), F.avg("height_cm")).show()
