# config: keys = {"order_items" = ["order_id", "line_no"], "refunds" = ["order_id", "line_no"]}
import pandas as pd
from sqlalchemy import create_engine

engine = create_engine("postgresql://reader@warehouse/retail")
lines = pd.read_sql(
    """
    SELECT i.sku,
           SUM(i.unit_price * i.quantity) AS gross,
           SUM(r.refunded) AS refunded
    FROM order_items i
    LEFT JOIN refunds r
        ON r.order_id = i.order_id
       AND r.line_no = i.line_no
    GROUP BY i.sku
    """,
    engine,
)
print(lines.head())
