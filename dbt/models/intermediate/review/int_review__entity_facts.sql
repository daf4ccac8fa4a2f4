-- One row per fact of a listed party that a decision relies on, per knowledge interval: what it is
-- called, where it is, and on which terms it is listed, as in force at the time. `compared` is the
-- form in which an editorial change vanishes; `fact_value` is as printed.
with

entity_spells as (

    select * from {{ ref('int_entities__entity_spells') }}
    where valid_to is null

),

entries as (

    select
        entity_spells.entity_id,
        entity_spells.recorded_from,
        entity_spells.recorded_to,
        entries.entity_name,
        entries.name_key,
        entries.license_requirement,
        entries.requirement_key,
        entries.license_review_policy,
        entries.policy_key,
        entries.footnotes,
        entries.citations
    from entity_spells
    inner join {{ ref('int_entities__entries') }} as entries
        on
            entity_spells.printed_in = entries.landed_id
            and entity_spells.entity_id = entries.entity_id

),

names as (

    select
        spells.entity_id,
        members.name_key,
        members.name,
        spells.recorded_from,
        spells.recorded_to
    from {{ ref('int_entities__name_spells') }} as spells
    inner join {{ ref('int_entities__name_members') }} as members
        on
            spells.printed_in = members.landed_id
            and spells.entity_id = members.entity_id
            and spells.member_key = members.member_key
    where spells.valid_to is null

),

addresses as (

    select
        spells.entity_id,
        spells.member_key as address_key,
        members.address,
        spells.recorded_from,
        spells.recorded_to
    from {{ ref('int_entities__address_spells') }} as spells
    inner join {{ ref('int_entities__address_members') }} as members
        on
            spells.printed_in = members.landed_id
            and spells.entity_id = members.entity_id
            and spells.member_key = members.member_key
    where spells.valid_to is null

),

periods as (

    select * from {{ ref('int_entities__listing_periods') }}
    where listed_from is not null

),

facts as (

    select
        entity_id,
        'name' as fact,
        '' as item,
        name_key as compared,
        entity_name as fact_value,
        recorded_from,
        recorded_to
    from entries
    union all
    select entity_id, 'alias', name_key, name_key, name, recorded_from, recorded_to
    from names
    union all
    select entity_id, 'address', address_key, address_key, address, recorded_from, recorded_to
    from addresses
    union all
    select entity_id, 'footnote', footnote, footnote, footnote, recorded_from, recorded_to
    from entries
    {{ with_items_of('footnotes', 'printed_footnotes', 'footnote') }}
    union all
    select entity_id, 'citation', citation, citation, citation, recorded_from, recorded_to
    from entries
    {{ with_items_of('citations', 'printed_citations', 'citation') }}
    union all
    select
        entity_id, 'licence requirement', '', requirement_key, license_requirement,
        recorded_from, recorded_to
    from entries
    union all
    select
        entity_id, 'licence review policy', '', policy_key, license_review_policy,
        recorded_from, recorded_to
    from entries
    union all
    select
        entity_id,
        'listing',
        cast(listed_from as string),
        coalesce(cast(listed_to as string), ''),
        'from ' || listed_from || coalesce(' to ' || listed_to, ', in force'),
        known_from,
        known_to
    from periods

)

select
    entity_id,
    fact,
    item,
    coalesce(compared, '') as compared,
    coalesce(min(fact_value), '') as fact_value,
    recorded_from,
    recorded_to
from facts
group by entity_id, fact, item, compared, recorded_from, recorded_to
