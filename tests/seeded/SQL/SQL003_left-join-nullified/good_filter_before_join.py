import duckdb
import pandas as pd

members = pd.read_parquet("members.parquet")
claims = pd.read_parquet("claims.parquet")
per_member = duckdb.sql(
    """
    WITH c AS (
        SELECT member_id, claim_id, paid FROM claims WHERE status = 'paid'
    )
    SELECT m.member_id, COALESCE(SUM(c.paid), 0) AS paid
    FROM members m
    LEFT JOIN c ON c.member_id = m.member_id
    WHERE m.plan = 'gold'
    GROUP BY m.member_id
    """
).df()
print(per_member["paid"].describe())
