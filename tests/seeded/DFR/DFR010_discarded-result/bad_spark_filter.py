from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
events = spark.read.parquet("s3://lake/player_events/")
events.dropDuplicates(["event_id"])  # expect: DFR010
events.filter(~F.col("is_bot"))  # expect: DFR010
print("plays:", events.filter(F.col("name") == "play").count())
