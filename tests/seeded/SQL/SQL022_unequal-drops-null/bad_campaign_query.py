import pandas as pd
from sqlalchemy import create_engine

engine = create_engine("postgresql://reader@warehouse/marketing")
signups = pd.read_sql(
    """
    SELECT signup_date, COUNT(*) AS signups,
           SUM(CASE WHEN utm_campaign IS NULL THEN 1 ELSE 0 END) AS organic
    FROM signups
    WHERE utm_campaign <> 'affiliate_test'  -- expect: SQL022
    GROUP BY signup_date
    """,
    engine,
)
print(signups)
