from pyspark.ml.feature import VectorAssembler
from pyspark.ml.regression import GBTRegressor
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
viewers = spark.table("mart.viewers").select("age", "devices", "profiles", "watch_minutes")

assembler = VectorAssembler(inputCols=viewers.columns, outputCol="features")  # expect: MOD011
train, test = assembler.transform(viewers).randomSplit([0.8, 0.2], seed=1)
model = GBTRegressor(featuresCol="features", labelCol="watch_minutes").fit(train)  # also: MOD011
model.transform(test).select("watch_minutes", "prediction").show(10)
