-- config: dialect = "trino"
WITH bounds AS (
    SELECT
        session_id,
        FIRST_VALUE(page) OVER (PARTITION BY session_id ORDER BY seq) AS landing_page,
        LAST_VALUE(page) OVER (PARTITION BY session_id ORDER BY seq) AS exit_page,  -- expect: SQL015
        ROW_NUMBER() OVER (PARTITION BY session_id ORDER BY seq) AS n
    FROM pageviews
)
SELECT exit_page, COUNT(*) AS sessions
FROM bounds
WHERE n = 1
GROUP BY exit_page
