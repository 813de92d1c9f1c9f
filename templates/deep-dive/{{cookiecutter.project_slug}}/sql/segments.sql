-- One row for each day and segment of the period, whether or not both logs know it: what a log lost is
-- NULL here, and the contract of this table refuses it. Ads are added up before the join, so that no
-- session counts twice.
WITH visits AS (
  SELECT s.day, s.platform, s.country, s.users, s.sessions
  FROM sessions AS s
  JOIN period AS p
    ON s.day >= p.first_day AND s.day <= p.last_day
),
days AS (
  SELECT DISTINCT day FROM visits
),
segments AS (
  SELECT DISTINCT platform, country FROM visits
),
ad_days AS (
  SELECT
    day,
    platform,
    country,
    SUM(opportunities) AS opportunities,
    SUM(impressions) AS impressions,
    SUM(revenue) AS revenue
  FROM ads
  GROUP BY day, platform, country
)
SELECT
  d.day,
  g.platform,
  g.country,
  v.users,
  v.sessions,
  a.opportunities,
  a.impressions,
  a.revenue
FROM days AS d
CROSS JOIN segments AS g
LEFT JOIN visits AS v
  ON d.day = v.day AND g.platform = v.platform AND g.country = v.country
LEFT JOIN ad_days AS a
  ON d.day = a.day AND g.platform = a.platform AND g.country = a.country
ORDER BY d.day, g.platform, g.country
