import pandas as pd
from sqlalchemy import create_engine

engine = create_engine("postgresql://reader@warehouse/marketing")
first_touch = pd.read_sql(
    """
    SELECT user_id, channel
    FROM (
        SELECT user_id, channel,
               ROW_NUMBER() OVER (PARTITION BY user_id) AS touch_no  -- expect: SQL016
        FROM touches
        ORDER BY user_id, touched_at
    ) t
    WHERE touch_no = 1
    """,
    engine,
)
print(first_touch["channel"].value_counts())
