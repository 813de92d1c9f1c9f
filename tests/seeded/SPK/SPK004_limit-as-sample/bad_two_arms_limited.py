from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
trips = spark.table("fleet.trips")
late_share = {}
for depot in ("Kassel", "Lyon"):
    part = trips.filter(F.col("depot") == depot).limit(5000)  # expect: SPK004
    late_share[depot] = part.select(F.avg(F.col("late").cast("int"))).first()[0]
print(late_share)
