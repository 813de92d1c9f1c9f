-- config: dialect = "bigquery"
with reached as (
    select user_id from `crm.mail_opens`
    union distinct
    select user_id from `crm.push_clicks`
    except distinct
    select user_id from `crm.test_accounts`
)
select count(*) as users_reached
from reached
