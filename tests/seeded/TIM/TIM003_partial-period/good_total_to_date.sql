-- config: dialect = "postgres"
SELECT
    store_id,
    SUM(amount) AS sales_this_month_so_far,
    COUNT(*) AS tickets_this_month_so_far
FROM till_tickets
WHERE sold_on BETWEEN DATE_TRUNC('month', CURRENT_DATE) AND CURRENT_DATE
GROUP BY store_id
