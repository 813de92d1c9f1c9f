# config: unit = "subscriber_id"
from pyspark.ml import Pipeline
from pyspark.ml.classification import GBTClassifier
from pyspark.ml.feature import VectorAssembler
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
plays = spark.table("events.plays").select("subscriber_id", "play_id", "seconds", "hour", "skipped")
print(plays.count(), plays.select(F.countDistinct("subscriber_id")).first())

train, test = plays.randomSplit([0.8, 0.2], seed=7)  # expect: MOD007
assembler = VectorAssembler(inputCols=["seconds", "hour"], outputCol="features")
model = Pipeline(stages=[assembler, GBTClassifier(labelCol="skipped")]).fit(train)
model.transform(test).select("prediction", "skipped").show(5)
