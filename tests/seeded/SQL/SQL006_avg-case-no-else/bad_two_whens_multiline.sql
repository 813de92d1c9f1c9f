SELECT
    category,
    AVG(  -- expect: SQL006
        CASE
            WHEN stock = 0 THEN 1
            WHEN delisted THEN 1
        END
    ) AS share_unavailable
FROM product_days
GROUP BY category;
