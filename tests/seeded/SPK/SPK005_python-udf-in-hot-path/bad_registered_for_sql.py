from pyspark.sql import SparkSession


def clean_postcode(code: str) -> str:
    return (code or "").strip().upper().replace(" ", "")


spark = SparkSession.builder.getOrCreate()
spark.udf.register("clean_postcode", clean_postcode)  # expect: SPK005
parcels = spark.sql(
    "SELECT clean_postcode(postcode) AS postcode, COUNT(*) AS n FROM lake.parcels GROUP BY 1"  # also: SPK005
)
parcels.write.mode("overwrite").saveAsTable("lake.parcels_by_postcode")
