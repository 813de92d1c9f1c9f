from pyspark.sql import DataFrame, SparkSession


def patients(frame: DataFrame) -> int:
    return frame.dropDuplicates(["patient_id"]).count()


spark = SparkSession.builder.getOrCreate()
print(patients(spark.table("health.vitals")))
