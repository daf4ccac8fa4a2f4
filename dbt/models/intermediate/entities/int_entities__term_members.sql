-- One row per decoded licence term of an entity per version.
with

terms as (

    select * from {{ ref('stg_ecfr__terms') }}

),

entries as (

    select * from {{ ref('int_entities__entries') }}

)

select
    entries.landed_id,
    entries.entity_id,
    {{ key_of(['terms.term_kind', 'terms.term_value']) }} as member_key,
    'printed' as state_key,
    terms.term_kind,
    terms.term_value,
    {{ at_min('terms.term_text', 'terms.term_number') }} as term_text
from entries
inner join terms
    on entries.landed_id = terms.landed_id and entries.entry_number = terms.entry_number
group by entries.landed_id, entries.entity_id, terms.term_kind, terms.term_value
