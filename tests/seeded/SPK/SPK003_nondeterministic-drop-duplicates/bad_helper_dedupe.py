from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F


def dedupe(frame: DataFrame, key: str) -> DataFrame:
    return frame.dropDuplicates([key])  # expect: SPK003


spark = SparkSession.builder.getOrCreate()
vitals = spark.table("health.vitals").select("patient_id", "measured_at", "systolic")
first = dedupe(vitals, "patient_id")  # also: SPK003
first.agg(F.avg("systolic")).show()
