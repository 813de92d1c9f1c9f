import statsmodels.formula.api as smf
import pandas as pd

claims = pd.read_csv("claims.csv")
urban = smf.ols("cost ~ age", claims[claims.area == "urban"]).fit()
rural = smf.ols("cost ~ age", claims[claims.area == "rural"]).fit()

urban_ci = urban.conf_int().loc["age"]
rural_ci = rural.conf_int().loc["age"]
no_overlap = urban_ci[1] < rural_ci[0] or rural_ci[1] < urban_ci[0]  # also: REP003
if no_overlap:  # expect: REP003
    print("age drives cost differently in the two areas")
