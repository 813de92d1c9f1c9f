-- config: dialect = "bigquery"
SELECT
  t.title_id,
  t.name,
  SUM(p.minutes) AS minutes_watched
FROM `media.catalogue.titles` AS t
LEFT JOIN `media.playback.daily` AS p ON p.title_id = t.title_id
LEFT JOIN `media.catalogue.licences` AS l  -- also: SQL003
  ON l.title_id = t.title_id
WHERE t.kind = 'film'
  AND l.territory IN ('FI', 'SE', 'NO')  -- expect: SQL003
GROUP BY t.title_id, t.name
