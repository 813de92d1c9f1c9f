from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
impressions = (
    spark.read.parquet("s3://ads-lake/impressions/")
    .filter(F.col("country") == "DE")
    .select("campaign_id", "cost")
)

spend = {}
for row in impressions.collect():  # expect: SPK001
    spend[row.campaign_id] = spend.get(row.campaign_id, 0.0) + row.cost
print(max(spend, key=spend.get))
