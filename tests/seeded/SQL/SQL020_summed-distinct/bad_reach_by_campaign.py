from google.cloud import bigquery

client = bigquery.Client()
sql = """
    WITH reach AS (
        SELECT advertiser_id, campaign_id,
               COUNT(DISTINCT cookie_id) AS reached  -- also: SQL020
        FROM `ads.impressions.daily`
        WHERE day BETWEEN '2024-05-01' AND '2024-05-31'
        GROUP BY advertiser_id, campaign_id
    )
    SELECT advertiser_id, SUM(reached) AS people_reached  -- expect: SQL020
    FROM reach
    GROUP BY advertiser_id
"""
print(client.query(sql).to_dataframe())
