from functools import reduce

from pyspark.sql import DataFrame, SparkSession

REGIONS = ["emea", "apac", "amer"]


def all_regions(spark: SparkSession) -> DataFrame:
    parts = [spark.table(f"ads.spend_{region}") for region in REGIONS]
    return reduce(lambda left, right: left.unionByName(right, allowMissingColumns=True), parts)


all_regions(SparkSession.builder.getOrCreate()).write.mode("overwrite").saveAsTable("ads.spend")
