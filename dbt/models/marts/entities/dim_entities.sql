-- One row per listed entity per validity interval and knowledge interval.
with

spells as (

    select * from {{ ref('int_entities__entity_spells') }}

),

entries as (

    select * from {{ ref('int_entities__entries') }}

)

select
    {{ key_of(['spells.entity_id', 'spells.valid_from', 'spells.recorded_from']) }} as entity_key,
    spells.entity_id,
    entries.party_id,
    entries.entity_name,
    entries.entity_kind,
    entries.country,
    entries.country_code,
    entries.license_requirement,
    entries.license_review_policy,
    {{ text_of('entries.footnotes', "'; '") }} as footnotes,
    {{ text_of('entries.citations', "'; '") }} as citations,
    entries.has_successor_clause,
    spells.listing_state,
    spells.valid_from,
    spells.valid_from_basis,
    spells.valid_to,
    spells.recorded_from,
    spells.recorded_to,
    spells.valid_to is null and spells.recorded_to is null as is_current,
    spells.closed_because,
    entries.identity_rule,
    entries.identity_facts,
    spells.printed_in
from spells
inner join entries
    on spells.printed_in = entries.landed_id and spells.entity_id = entries.entity_id
