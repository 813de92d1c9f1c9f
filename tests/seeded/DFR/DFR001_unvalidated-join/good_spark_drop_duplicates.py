from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
plays = spark.table("prod.plays").select("title_id", "user_id", "watch_seconds")
kids = (
    spark.table("prod.title_genres")
    .filter(F.col("genre").isin("kids", "family"))
    .select("title_id")
    .dropDuplicates(["title_id"])
)

hours = plays.join(kids, on="title_id", how="inner").agg(
    (F.sum("watch_seconds") / 3600).alias("hours")
)
hours.show()
