-- members that did not come in the first quarter
select m.member_id, m.joined_on
from members m
left join gym_visits v
    on v.member_id = m.member_id
   and v.visited_at >= '2024-01-01'
   and v.visited_at < '2024-04-01'
where m.joined_on < '2024-01-01'
  and v.visit_id is null
