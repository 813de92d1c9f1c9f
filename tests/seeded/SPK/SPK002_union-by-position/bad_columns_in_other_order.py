from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
web = spark.table("sales.web").select("order_id", "net", "gross")
shop = spark.table("sales.shop").select("order_id", "gross", "net")

both = web.union(shop)  # expect: SPK002
both.agg(F.sum("net"), F.sum("gross")).show()
