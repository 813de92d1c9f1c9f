import polars as pl
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

shipments = pl.read_parquet("shipments.parquet")
waiting = shipments.filter(pl.col("delivered_at").eq_missing(None))
print("waiting:", waiting.height)

spark = SparkSession.builder.getOrCreate()
impressions = spark.table("ads.impressions")
organic = impressions.filter(F.col("campaign_id").eqNullSafe(None))
print("organic:", organic.count(), "no id:", impressions.filter(F.isnull("user_id")).count())
