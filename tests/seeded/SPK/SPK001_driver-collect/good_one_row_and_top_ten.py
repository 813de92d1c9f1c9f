from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
impressions = spark.read.parquet("s3://ads-lake/impressions/").filter(F.col("country") == "DE")

first_day, last_day = impressions.agg(F.min("day"), F.max("day")).collect()[0]
print(first_day, last_day)
for row in impressions.orderBy(F.desc("cost")).limit(10).collect():
    print(row.campaign_id, row.cost)
