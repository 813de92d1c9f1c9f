-- config: dialect = "tsql"
INSERT INTO dbo.stock_moves (warehouse, sku, quantity)
SELECT 'Turku', sku, quantity
FROM dbo.moves_turku
WHERE moved_on = '2024-05-01'
UNION  -- expect: SQL014
SELECT 'Pori', sku, quantity
FROM dbo.moves_pori
WHERE moved_on = '2024-05-01';
