"""A plain script on cluster-experiments, without a guard."""

import sys

import duckdb
from cluster_experiments import AnalysisPlan, HypothesisTest, RatioMetric, SimpleMetric, Variant
from make import BY_USER

users = duckdb.sql(BY_USER.format(columns="e.user_id, e.variant", folder=sys.argv[1])).df()
plan = AnalysisPlan(
    tests=[
        HypothesisTest(
            metric=SimpleMetric(alias="revenue", name="revenue"),
            analysis_type="ols",
            analysis_config={"covariates": ["revenue_before"]},
        ),
        HypothesisTest(
            metric=RatioMetric(
                alias="order_value", numerator_name="revenue", denominator_name="orders"
            ),
            analysis_type="delta",
            analysis_config={"scale_col": "orders", "cluster_cols": ["user_id"]},
        ),
        HypothesisTest(
            metric=SimpleMetric(alias="orders", name="orders"),
            analysis_type="ols",
            analysis_config={"covariates": ["orders_before"]},
        ),
    ],
    variants=[Variant("control", is_control=True), Variant("treatment", is_control=False)],
    variant_col="variant",
)
print(plan.analyze(users).to_dataframe())
