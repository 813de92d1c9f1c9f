from pyspark.sql import Column, SparkSession
from pyspark.sql import functions as F


def device_class(agent: Column) -> Column:
    return F.when(agent.contains("SmartTV"), "tv").otherwise("other")


spark = SparkSession.builder.getOrCreate()
plays = spark.table("warehouse.plays").withColumn("device", device_class(F.col("user_agent")))
plays.groupBy("device").count().show()
