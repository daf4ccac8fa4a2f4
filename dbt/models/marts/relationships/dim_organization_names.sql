-- One row per organization and name as printed.
select
    organization_name_key,
    organization_id,
    name,
    identity_rule,
    sources,
    records,
    recorded_from,
    printed_in
from {{ ref('int_counterparties__names') }}
