-- mean order value by arm, side by side
SELECT
    order_week,
    AVG(CASE WHEN arm = 'control' THEN order_value END) AS aov_control,
    AVG(CASE WHEN arm = 'treatment' THEN order_value END) AS aov_treatment
FROM orders
GROUP BY order_week
ORDER BY order_week;
