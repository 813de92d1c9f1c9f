-- config: dialect = "bigquery"
SELECT
    region,
    AVG(revenue) AS avg_monthly_revenue
FROM (
    SELECT
        region,
        DATE_TRUNC(order_date, MONTH) AS order_month,
        SUM(revenue) AS revenue
    FROM shop.orders
    WHERE order_date >= DATE_SUB(DATE_TRUNC(CURRENT_DATE(), MONTH), INTERVAL 6 MONTH)
      AND order_date < DATE_TRUNC(CURRENT_DATE(), MONTH)
    GROUP BY region, order_month
) AS monthly
GROUP BY region
