from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("watch-time").getOrCreate()
plays = spark.table("warehouse.plays")
frame = plays.toPandas()  # expect: SPK001
print(frame.groupby("country")["minutes"].mean())
