-- One row per entry of the Entity List per accepted version, with its identity.
with

entries as (

    select * from {{ ref('stg_ecfr__entries') }}
    where list_kind = 'entity_list'

),

identities as (

    select * from {{ ref('stg_ecfr__identities') }}

),

versions as (

    select * from {{ ref('int_versions__numbered') }}

)

select
    versions.published_on as version_published_on,
    identities.entity_id,
    identities.party_id,
    identities.identity_rule,
    identities.identity_facts,
    entries.*
from entries
inner join versions on entries.landed_id = versions.landed_id
inner join identities
    on
        entries.country_code = identities.country_code
        and entries.name_key = identities.name_key
        and entries.first_citation = identities.first_citation
        and entries.repeat_number = identities.repeat_number
