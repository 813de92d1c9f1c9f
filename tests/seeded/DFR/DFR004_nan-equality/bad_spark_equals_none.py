from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
impressions = spark.table("ads.impressions")
organic = impressions.filter(F.col("campaign_id") == None)  # noqa: E711  # expect: DFR004
print("organic impressions:", organic.count(), "of", impressions.count())
