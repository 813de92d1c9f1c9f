-- two equal sales on one day become one
SELECT day, SUM(amount) AS revenue
FROM (
    SELECT sold_on AS day, amount FROM shop_sales
    UNION  -- expect: SQL014
    SELECT sold_on AS day, amount FROM web_sales
) AS sales
GROUP BY day
ORDER BY day;
