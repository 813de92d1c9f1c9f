# %%
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
plays = spark.table("warehouse.plays")

# %%
active_days = plays.select("user_id", "play_date").dropDuplicates(["user_id", "play_date"])

# %%
active_days.groupBy("play_date").count().orderBy("play_date").show()
