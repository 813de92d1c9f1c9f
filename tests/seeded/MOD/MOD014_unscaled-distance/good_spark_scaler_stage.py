from pyspark.ml import Pipeline
from pyspark.ml.clustering import KMeans
from pyspark.ml.feature import StandardScaler, VectorAssembler
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
drivers = spark.table("mart.drivers").select("driver_id", "km_per_week", "rating", "income_eur")
stages = [
    VectorAssembler(inputCols=["km_per_week", "rating", "income_eur"], outputCol="raw"),
    StandardScaler(inputCol="raw", outputCol="features", withMean=True),
    KMeans(k=6, seed=1),
]
model = Pipeline(stages=stages).fit(drivers)
model.transform(drivers).groupBy("prediction").count().show()
