import pandas as pd
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
cases = spark.createDataFrame([("a", 3, 100), ("b", 0, 40)], ["plan", "churned", "members"])
rates = cases.withColumn("rate", F.col("churned") / F.col("members"))

expected = pd.DataFrame({"plan": ["a", "b"], "rate": [0.03, 0.0]})
pd.testing.assert_frame_equal(rates.select("plan", "rate").toPandas(), expected)
