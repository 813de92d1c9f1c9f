-- What finance booked as net revenue of each week's orders; its weeks begin on Monday, as ours do.
SELECT
  week,
  net_revenue
FROM raw_booked
WHERE week <= :until
ORDER BY week
