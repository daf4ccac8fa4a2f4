-- One row per party that was removed from the list before the landed history begins.
select
    organization_id,
    party_name,
    country_code,
    listed_from,
    listed_to,
    added_by,
    removed_by
from {{ ref('int_counterparties__formerly_listed') }}
