from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.appName("watch-by-genre").getOrCreate()
plays = spark.table("prod.plays").select("title_id", "user_id", "watch_seconds")
genres = spark.table("prod.title_genres").select("title_id", "genre")

hours = (
    plays.join(genres, on="title_id", how="left")  # expect: DFR001
    .filter(F.col("watch_seconds") > 30)
    .agg((F.sum("watch_seconds") / 3600).alias("hours"))  # also: DFR001
)
hours.show()
