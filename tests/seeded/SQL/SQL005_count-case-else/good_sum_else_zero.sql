select
    campaign_id,
    count(*) as started,
    sum(case when watched_pct >= 0.95 then 1 else 0 end) as completed,
    max(case when muted then 1 else 0 end) as ever_muted
from video_ad_views
group by campaign_id
