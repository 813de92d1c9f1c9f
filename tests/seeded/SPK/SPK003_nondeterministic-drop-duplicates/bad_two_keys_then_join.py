from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
prices = spark.table("retail.price_feed").dropDuplicates(["sku", "store_id"])  # expect: SPK003
tickets = spark.table("retail.till_lines")

margin = tickets.join(prices, ["sku", "store_id"]).selectExpr("sum(amount - cost_price) AS margin")
margin.write.mode("overwrite").saveAsTable("retail.margin")
