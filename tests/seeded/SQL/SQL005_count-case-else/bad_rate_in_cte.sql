-- config: dialect = "snowflake"
with per_campaign as (
    select
        campaign_id,
        count(  -- also: SQL005
            case
                when watched_pct >= 0.95 then 1
                else 0  -- expect: SQL005
            end
        ) as completed,
        count(*) as started
    from video_ad_views
    group by campaign_id
)
select campaign_id, completed / nullif(started, 0) as completion_rate
from per_campaign
