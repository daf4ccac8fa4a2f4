-- One row per institution or counterparty.
select
    organization_id,
    organization_name,
    organization_kind,
    country,
    organization_number,
    identity_rule
from {{ ref('int_counterparties__organizations') }}
