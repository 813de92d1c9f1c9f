from functools import reduce

from pyspark.sql import DataFrame, SparkSession

REGIONS = ["emea", "apac", "amer"]


def all_regions(spark: SparkSession) -> DataFrame:
    parts = [spark.table(f"ads.spend_{region}") for region in REGIONS]
    return reduce(DataFrame.union, parts)  # expect: SPK002


all_regions(SparkSession.builder.getOrCreate()).write.mode("overwrite").saveAsTable("ads.spend")
