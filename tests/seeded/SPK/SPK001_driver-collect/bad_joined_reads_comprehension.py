from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
trips = spark.read.csv("hdfs:///fleet/trips.csv", header=True, inferSchema=True)
drivers = spark.read.csv("hdfs:///fleet/drivers.csv", header=True, inferSchema=True)

joined = trips.join(drivers, "driver_id").select("driver_id", "km", "home_depot")
km = [row["km"] for row in joined.collect()]  # expect: SPK001
print(sum(km) / len(km))
