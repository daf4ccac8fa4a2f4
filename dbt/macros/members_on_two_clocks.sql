{# The mart of one kind of thing that entities have (`name`, `address`, `term`): its spells with what
   the version prints that each was read from. #}
{% macro members_on_two_clocks(kind, columns) %}
with

spells as (

    select * from {{ ref('int_entities__' ~ kind ~ '_spells') }}

),

members as (

    select * from {{ ref('int_entities__' ~ kind ~ '_members') }}

)

select
    {{ key_of([
        'spells.entity_id', 'spells.member_key', 'spells.valid_from', 'spells.recorded_from'
    ]) }} as entity_{{ kind }}_key,
    spells.entity_id,
    {%- for column in columns %}
    members.{{ column }},
    {%- endfor %}
    spells.listing_state,
    spells.valid_from,
    spells.valid_from_basis,
    spells.valid_to,
    spells.recorded_from,
    spells.recorded_to,
    spells.valid_to is null and spells.recorded_to is null as is_current,
    spells.printed_in
from spells
inner join members
    on
        spells.printed_in = members.landed_id
        and spells.entity_id = members.entity_id
        and spells.member_key = members.member_key
{% endmacro %}
