with months as (
    select member_id, joined_on from members where region = 'north'
)
select m.member_id, count(v.visit_id) as visits
from months m
left outer join gym_visits v  -- also: SQL003
    on v.member_id = m.member_id
where m.joined_on < '2024-01-01'
  and v.visited_at >= '2024-01-01'  -- expect: SQL003
  and v.visited_at < '2024-04-01'   -- also: SQL003
group by m.member_id
