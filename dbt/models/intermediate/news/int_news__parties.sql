-- One row per name that is looked for in the news: of listed entities, of parties that were removed
-- before the landed history begins, and of institutions.
select distinct
    'listed' as party_kind,
    entity_id as party_id,
    name,
    name_kind,
    country_code
from {{ ref('int_entities__listed_names') }}
union
select
    'formerly_listed' as party_kind,
    organization_id as party_id,
    party_name as name,
    'primary' as name_kind,
    country_code
from {{ ref('int_counterparties__formerly_listed') }}
union
select
    'institution' as party_kind,
    organization_id as party_id,
    organization_name as name,
    'primary' as name_kind,
    country as country_code
from {{ ref('int_counterparties__organizations') }}
where organization_kind = 'institution'
union
select
    'institution' as party_kind,
    organizations.organization_id as party_id,
    institution_names.name,
    institution_names.name_kind,
    organizations.country as country_code
from {{ ref('institution_names') }} as institution_names
inner join {{ ref('int_counterparties__names') }} as printed_names
    on
        {{ folded_name('institution_names.institution_name') }}
        = {{ folded_name('printed_names.name') }}
inner join {{ ref('int_counterparties__organizations') }} as organizations
    on
        printed_names.organization_id = organizations.organization_id
        and organizations.organization_kind = 'institution'
