from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
web = set(spark.table("sales.web").columns)
shop = set(spark.table("sales.shop").columns)

either = web.union(shop)
print("only on one side:", sorted(either - web.intersection(shop)))
