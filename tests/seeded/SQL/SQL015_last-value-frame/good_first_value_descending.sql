-- config: dialect = "trino"
SELECT
    session_id,
    FIRST_VALUE(page) OVER (PARTITION BY session_id ORDER BY seq) AS landing_page,
    FIRST_VALUE(page) OVER (PARTITION BY session_id ORDER BY seq DESC) AS exit_page,
    LAST_VALUE(country) OVER (PARTITION BY session_id) AS country
FROM pageviews
WHERE day = DATE '2024-05-01'
