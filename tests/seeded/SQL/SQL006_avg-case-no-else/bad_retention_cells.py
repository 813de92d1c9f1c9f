# %%
import pandas as pd
from sqlalchemy import create_engine

engine = create_engine("postgresql://reader@warehouse/product")

# %%
retention = pd.read_sql(
    """
    SELECT cohort_week,
           AVG(CASE WHEN days_active >= 28 THEN 1 END) AS d28_retention  -- expect: SQL006
    FROM cohorts
    GROUP BY cohort_week
    """,
    engine,
)

# %%
retention.plot(x="cohort_week", y="d28_retention")
