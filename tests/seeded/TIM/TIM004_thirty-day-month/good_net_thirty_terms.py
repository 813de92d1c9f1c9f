import pandas as pd

PAYMENT_TERM_DAYS = 30  # "net 30" in the contract

invoices = pd.read_csv("invoices.csv", parse_dates=["issued_on", "paid_on"])
invoices["due_on"] = invoices["issued_on"] + pd.Timedelta(days=PAYMENT_TERM_DAYS)
late = invoices[invoices["paid_on"] > invoices["due_on"]]
print(late.groupby(late["issued_on"].dt.to_period("M")).size())
