"""The metric catalogue: one definition, computed alike by DuckDB and by Spark."""
