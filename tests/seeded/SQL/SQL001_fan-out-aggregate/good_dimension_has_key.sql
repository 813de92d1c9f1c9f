-- config: keys = {"campaigns" = ["campaign_id"], "advertisers" = ["advertiser_id"]}
select
    a.industry,
    sum(c.budget) as budget,
    count(c.campaign_id) as campaigns
from campaigns c
left join advertisers a on a.advertiser_id = c.advertiser_id
where c.status = 'running'
group by a.industry
order by budget desc
