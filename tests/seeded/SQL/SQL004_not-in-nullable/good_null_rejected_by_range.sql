-- a comparison in the subquery lets no NULL through
SELECT p.sku, p.product_name
FROM products AS p
WHERE p.product_number NOT IN (
    SELECT i.substitute_number
    FROM order_items AS i
    WHERE i.substitute_number > 0
      AND i.quantity > 0
)
ORDER BY p.sku;
