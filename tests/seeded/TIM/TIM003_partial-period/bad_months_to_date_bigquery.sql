-- config: dialect = "bigquery"
SELECT
    region,
    AVG(revenue) AS avg_monthly_revenue -- also: TIM003
FROM (
    SELECT
        region,
        DATE_TRUNC(order_date, MONTH) AS order_month,
        SUM(revenue) AS revenue
    FROM shop.orders
    WHERE order_date >= DATE_SUB(CURRENT_DATE(), INTERVAL 6 MONTH)
      AND order_date <= CURRENT_DATE() -- expect: TIM003
    GROUP BY region, order_month
) AS monthly
GROUP BY region
