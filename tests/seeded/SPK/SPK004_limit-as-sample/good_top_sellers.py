from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
by_sku = spark.table("retail.till_lines").groupBy("sku").agg(F.sum("amount").alias("amount"))
top = by_sku.orderBy(F.desc("amount"), "sku").limit(100).toPandas()
print("smallest of the top hundred:", top["amount"].min())
print("mean of the top hundred:", top["amount"].mean())
