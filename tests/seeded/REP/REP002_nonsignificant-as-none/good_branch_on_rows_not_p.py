import pandas as pd
from scipy.stats import wilcoxon

old = pd.read_csv("invoice_export_v1.csv", index_col="invoice_id")["total"]
new = pd.read_csv("invoice_export_v2.csv", index_col="invoice_id")["total"]

changed = (old != new.reindex(old.index)).sum()
if changed == 0:
    print("No difference between the two exports.")
else:
    p = wilcoxon(old, new.reindex(old.index)).pvalue
    print(changed, "invoices differ, median change", (new - old).median(), "p", p)
