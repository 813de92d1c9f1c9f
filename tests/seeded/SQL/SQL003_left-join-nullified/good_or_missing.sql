SELECT
    t.title_id,
    t.name,
    COALESCE(l.territory, 'worldwide') AS territory
FROM titles AS t
LEFT JOIN licences AS l ON l.title_id = t.title_id
WHERE t.kind = 'film'
  AND (l.territory = 'FI' OR l.title_id IS NULL)
  AND COALESCE(l.exclusive, 0) = 0;
