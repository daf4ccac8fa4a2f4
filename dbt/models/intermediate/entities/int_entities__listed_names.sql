-- One row per name of an entity as now known: what reported names are matched against.
with

name_spells as (

    select * from {{ ref('int_entities__name_spells') }}
    where recorded_to is null

),

name_members as (

    select * from {{ ref('int_entities__name_members') }}

),

entries as (

    select * from {{ ref('int_entities__entries') }}

)

select
    name_spells.entity_id,
    max_by(entries.party_id, name_spells.valid_from) as party_id,
    max_by(name_members.name, name_spells.valid_from) as name,
    name_members.name_kind,
    max_by(entries.country_code, name_spells.valid_from) as country_code,
    min(name_spells.valid_from) as valid_from,
    case when count(*) = count(name_spells.valid_to) then max(name_spells.valid_to) end as valid_to
from name_spells
inner join name_members
    on
        name_spells.printed_in = name_members.landed_id
        and name_spells.entity_id = name_members.entity_id
        and name_spells.member_key = name_members.member_key
inner join entries
    on
        name_spells.printed_in = entries.landed_id
        and name_spells.entity_id = entries.entity_id
where entries.entity_kind = 'party'
group by name_spells.entity_id, name_spells.member_key, name_members.name_kind
