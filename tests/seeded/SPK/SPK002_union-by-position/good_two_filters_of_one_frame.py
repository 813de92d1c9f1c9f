from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
trips = spark.table("fleet.trips")
churned = trips.filter(F.col("km") == 0)
kept = trips.filter(F.col("km") > 0).sample(0.1, seed=7)

balanced = churned.union(kept)
balanced.write.mode("overwrite").parquet("s3://lake/balanced_trips/")
