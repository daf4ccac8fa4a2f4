-- One row per institution or counterparty, with the body of which it is stated to be a part.
select
    organizations.organization_id,
    organizations.organization_name,
    organizations.organization_kind,
    organizations.country,
    organizations.organization_number,
    organizations.identity_rule,
    parents.parent_organization_id,
    parents.parent_name,
    parents.parent_rule,
    parents.parent_evidence
from {{ ref('int_counterparties__organizations') }} as organizations
left join {{ ref('int_counterparties__parents') }} as parents
    on organizations.organization_id = parents.organization_id
