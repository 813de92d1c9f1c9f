-- a look at what came in today; nothing is kept
WITH today AS (
    SELECT * FROM staging.orders WHERE loaded_on = CURRENT_DATE
)
SELECT *
FROM today
WHERE amount < 0
ORDER BY order_id;
