from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
total = spark.table("fleet.trips_2021").select("truck_id", "km", "litres")
for year in (2022, 2023, 2024):
    part = spark.table(f"fleet.trips_{year}").select("truck_id", "litres", "km")
    total = total.union(part)  # expect: SPK002
total.groupBy("truck_id").agg(F.sum("litres") / F.sum("km")).show()
