-- One row per organization and name as printed.
select
    names.organization_name_key,
    names.organization_id,
    names.name,
    organizations.identity_rule,
    names.sources,
    names.records,
    names.recorded_from,
    names.printed_in
from {{ ref('int_counterparties__names') }} as names
inner join {{ ref('int_counterparties__organizations') }} as organizations
    on names.organization_id = organizations.organization_id
