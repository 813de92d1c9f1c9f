# config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
# config: plan.guardrails = [{metric = "page_load_ms"}]
# config: plan.start = "2025-05-05"
# config: plan.weeks = 3
# config: plan.segments = ["platform"]
# config: plan.variants = {control = 0.5, treatment = 0.5}
import pandas as pd
import pingouin as pg

df = pd.read_csv("users.csv")
c, t = df.query("variant == 'control'"), df.query("variant == 'treatment'")
pg.ttest(t["revenue"], c["revenue"], alternative="greater")  # expect: PLN025
