import duckdb


def completion_by_genre(parquet: str):
    return duckdb.sql(
        f"""
        WITH titles AS (
            SELECT genre, title_id,
                   SUM(completed::INT) / COUNT(*) AS completion_rate  -- also: SQL008
            FROM read_parquet('{parquet}')
            GROUP BY genre, title_id
        )
        SELECT genre, AVG(completion_rate) AS completion_rate  -- expect: SQL008
        FROM titles
        GROUP BY genre
        """
    ).df()


print(completion_by_genre("plays/*.parquet"))
