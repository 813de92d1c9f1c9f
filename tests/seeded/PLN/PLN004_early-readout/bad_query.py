# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
import pingouin as pg

df = pd.read_csv("rows.csv", parse_dates=["day"])
# %%
week_one = df.query("day < '2025-05-12'")  # expect: PLN004
# %%
pg.ttest(
    week_one.query("variant == 'treatment'")["revenue"],
    week_one.query("variant == 'control'")["revenue"],
)
