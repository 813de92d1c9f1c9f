from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import StandardScaler, VectorAssembler
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
clicks = spark.read.parquet("s3://ads/click_features/")
assembled = VectorAssembler(
    inputCols=["bid", "dwell_s", "age_days"], outputCol="raw"
).transform(clicks)

scaler = StandardScaler(inputCol="raw", outputCol="features", withMean=True)
scaled = scaler.fit(assembled).transform(assembled)  # expect: MOD001

train, test = scaled.randomSplit([0.8, 0.2], seed=42)
model = LogisticRegression(labelCol="clicked").fit(train)
print(BinaryClassificationEvaluator(labelCol="clicked").evaluate(model.transform(test)))
