from pyspark.sql import SparkSession

spark = SparkSession.builder.enableHiveSupport().getOrCreate()
spark.sql("""
    INSERT INTO claims.paid_lines
    SELECT l.claim_id, l.line_no, l.paid
    FROM claims.lines l
    WHERE EXISTS (
        SELECT * FROM claims.headers h
        WHERE h.claim_id = l.claim_id AND h.status = 'paid'
    )
""")
print(spark.sql("SELECT * FROM claims.paid_lines WHERE paid < 0 ORDER BY claim_id").toPandas())
