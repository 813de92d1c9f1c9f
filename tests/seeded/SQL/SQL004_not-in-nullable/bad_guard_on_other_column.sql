-- config: dialect = "tsql"
SELECT p.sku, p.product_name
FROM dbo.products AS p
WHERE p.sku NOT IN (  -- expect: SQL004
    SELECT i.substitute_sku
    FROM dbo.order_items AS i
    WHERE i.order_id IS NOT NULL
      AND i.quantity > 0
)
ORDER BY p.sku;
