-- One row per name of an entity as now known: what reported names are matched against. `known_from`
-- is when the name came on record, under whatever kind: a first name may be an alias later.
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

),

first_records as (

    select
        name_members.entity_id,
        name_members.name_key,
        min(spells.recorded_from) as known_from
    from {{ ref('int_entities__name_spells') }} as spells
    inner join name_members
        on
            spells.printed_in = name_members.landed_id
            and spells.entity_id = name_members.entity_id
            and spells.member_key = name_members.member_key
    group by name_members.entity_id, name_members.name_key

)

select
    name_spells.entity_id,
    {{ at_max('entries.party_id', 'name_spells.valid_from') }} as party_id,
    {{ at_max('name_members.name', 'name_spells.valid_from') }} as name,
    name_members.name_kind,
    {{ at_max('entries.country_code', 'name_spells.valid_from') }} as country_code,
    min(name_spells.valid_from) as valid_from,
    case when count(*) = count(name_spells.valid_to) then max(name_spells.valid_to) end as valid_to,
    min(first_records.known_from) as known_from
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
inner join first_records
    on
        name_members.entity_id = first_records.entity_id
        and name_members.name_key = first_records.name_key
where entries.entity_kind = 'party'
group by name_spells.entity_id, name_spells.member_key, name_members.name_kind
