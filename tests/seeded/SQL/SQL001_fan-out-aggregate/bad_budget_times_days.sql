-- planned budget against what was delivered, per advertiser
with daily as (
    select
        campaign_id,
        delivery_date,
        sum(impressions) as impressions
    from ad_delivery
    group by campaign_id, delivery_date
)

select
    c.advertiser_id,
    sum(c.budget) as budget,  -- expect: SQL001
    sum(d.impressions) as impressions
from campaigns c
left join daily d on d.campaign_id = c.campaign_id  -- also: SQL001
group by c.advertiser_id
