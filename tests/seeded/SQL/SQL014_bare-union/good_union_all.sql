-- union of the shops' sales: all of them
SELECT day, SUM(amount) AS revenue
FROM (
    SELECT sold_on AS day, amount FROM shop_sales
    UNION ALL
    SELECT sold_on AS day, amount FROM web_sales
) AS sales
GROUP BY day
ORDER BY day;
