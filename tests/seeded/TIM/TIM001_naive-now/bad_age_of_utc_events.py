from datetime import datetime

import pandas as pd

tickets = pd.read_parquet("support_tickets.parquet")  # opened_at is stored in UTC
tickets["opened_at"] = tickets["opened_at"].dt.tz_localize(None)
tickets["hours_open"] = (datetime.now() - tickets["opened_at"]).dt.total_seconds() / 3600  # expect: TIM001
print(tickets.loc[tickets["hours_open"] > 24, "ticket_id"].tolist())
