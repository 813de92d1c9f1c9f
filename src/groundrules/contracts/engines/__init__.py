"""What counts for a contract: each engine opens a table and answers the questions of `judge.Engine`.

`duck` is the default; `incremental` (a folder of which most was counted before) and `spool` (a large CSV)
are forms of it, `lazy` is Polars, `spark` Spark.
"""
