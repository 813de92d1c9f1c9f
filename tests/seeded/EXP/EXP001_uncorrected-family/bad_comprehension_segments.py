import pandas as pd
import scipy.stats as st

orders = pd.read_sql_table("ab_orders", "sqlite:///shop.db")

results = pd.DataFrame(
    [
        (country, st.ttest_ind(  # expect: EXP001
            part.loc[part.arm == "B", "revenue"], part.loc[part.arm == "A", "revenue"]
        )[1])
        for country, part in orders.groupby("country")
    ],
    columns=["country", "p"],
)
winners = results[results.p < 0.05].sort_values("p")
print(winners.to_string(index=False))
