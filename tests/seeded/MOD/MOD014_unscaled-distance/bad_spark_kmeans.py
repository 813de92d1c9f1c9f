from pyspark.ml.clustering import KMeans
from pyspark.ml.feature import VectorAssembler
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
drivers = spark.table("mart.drivers").select("driver_id", "km_per_week", "rating", "income_eur")
assembler = VectorAssembler(
    inputCols=["km_per_week", "rating", "income_eur"], outputCol="features"
)
points = assembler.transform(drivers)
model = KMeans(k=6, seed=1).fit(points)  # expect: MOD014
model.transform(points).groupBy("prediction").count().show()
