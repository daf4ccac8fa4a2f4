-- One row per decoded licence term of an entity per validity interval and knowledge interval.
with

spells as (

    select * from {{ ref('int_entities__term_spells') }}

),

terms as (

    select * from {{ ref('int_entities__term_members') }}

)

select
    {{ key_of([
        'spells.entity_id', 'spells.member_key', 'spells.valid_from', 'spells.recorded_from'
    ]) }} as entity_term_key,
    spells.entity_id,
    terms.term_kind,
    terms.term_value,
    terms.term_text,
    spells.listing_state,
    spells.valid_from,
    spells.valid_from_basis,
    spells.valid_to,
    spells.recorded_from,
    spells.recorded_to,
    spells.valid_to is null and spells.recorded_to is null as is_current,
    spells.printed_in
from spells
inner join terms
    on
        spells.printed_in = terms.landed_id
        and spells.entity_id = terms.entity_id
        and spells.member_key = terms.member_key
