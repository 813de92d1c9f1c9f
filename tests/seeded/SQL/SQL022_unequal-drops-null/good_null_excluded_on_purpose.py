# config: not-null = {"signups" = ["country"]}
import pandas as pd
from sqlalchemy import create_engine

engine = create_engine("postgresql://reader@warehouse/marketing")
signups = pd.read_sql(
    """
    SELECT signup_date, COUNT(*) AS campaign_signups
    FROM signups
    WHERE utm_campaign IS NOT NULL
      AND utm_campaign <> 'affiliate_test'
      AND country <> 'XX'
    GROUP BY signup_date
    """,
    engine,
)
print(signups)
