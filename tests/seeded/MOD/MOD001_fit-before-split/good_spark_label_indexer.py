from pyspark.ml import Pipeline
from pyspark.ml.classification import RandomForestClassifier
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.feature import StandardScaler, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
parcels = spark.read.parquet("s3://logistics/parcels/")
indexer = StringIndexer(inputCol="delivery_outcome", outputCol="label")
indexed = indexer.fit(parcels).transform(parcels)

train, test = indexed.randomSplit([0.8, 0.2], seed=42)
stages = [
    VectorAssembler(inputCols=["weight_kg", "distance_km", "stops"], outputCol="raw"),
    StandardScaler(inputCol="raw", outputCol="features", withMean=True),
    RandomForestClassifier(labelCol="label", seed=42),
]
model = Pipeline(stages=stages).fit(train)
print(MulticlassClassificationEvaluator(metricName="f1").evaluate(model.transform(test)))
