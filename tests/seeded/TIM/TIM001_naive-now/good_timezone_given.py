from datetime import datetime, timezone

import pandas as pd

tickets = pd.read_parquet("support_tickets.parquet")  # opened_at is stored in UTC
now = datetime.now(timezone.utc)
tickets["hours_open"] = (now - tickets["opened_at"]).dt.total_seconds() / 3600
print(tickets.loc[tickets["hours_open"] > 24, "ticket_id"].tolist())
