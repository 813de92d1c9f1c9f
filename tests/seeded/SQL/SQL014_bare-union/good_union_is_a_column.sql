SELECT
    t.trade_union AS "union",
    t.region AS region,  -- region of the union
    COUNT(*) AS members
FROM union_members AS t
WHERE t.note <> 'left the union'
GROUP BY t.trade_union, t.region
INTERSECT
SELECT u.trade_union, u.region, u.members
FROM union_register AS u;
