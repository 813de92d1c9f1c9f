from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.classification import LogisticRegression
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
rows = spark.table("health.readmission_vectors")
train, test = rows.randomSplit([0.8, 0.2])  # expect: RPR001

model = LogisticRegression(labelCol="readmitted").fit(train)
scored = model.transform(test)
print("AUC", BinaryClassificationEvaluator(labelCol="readmitted").evaluate(scored))
