from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
columns = ["order_id", "net", "gross"]
web = spark.table("sales.web").select(columns)
shop = spark.table("sales.shop").select(columns)

both = web.union(shop)
both.agg(F.sum("net"), F.sum("gross")).show()
