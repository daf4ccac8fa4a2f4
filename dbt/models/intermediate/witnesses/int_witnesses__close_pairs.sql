-- One row per witness's entry, name of an entity and rule by which the two are printed alike: under
-- the same destination, or the same but for a way in which the witness prints names.
with

witnessed as (

    select * from {{ ref('int_witnesses__entries') }}

),

names as (

    select * from {{ ref('int_witnesses__names') }}

),

printed_alike as (

    select
        witnessed.source,
        witnessed.first_row,
        witnessed.country_code,
        names.entity_id,
        case
            when witnessed.country_code <> names.country_code then 'destination_style'
            when names.name_kind = 'primary' then 'same_name'
            else 'listed_alias'
        end as paired_by
    from witnessed
    inner join names
        on
            witnessed.source = names.source
            and witnessed.name_key = names.name_key
            and names.country_code in (witnessed.country_code, witnessed.destination_code)

),

printed_otherwise as (

    {% for key, name_key, paired_by in [
        (
            'squeezed_key', 'squeezed_key',
            "case when contains(witnessed.name, '?') then 'characters_lost' else 'typography' end"
        ),
        ('sorted_key', 'sorted_key', "'word_order'"),
        ('behind_heading_key', 'name_key', "'under_its_parent'"),
    ] %}
    select
        witnessed.source,
        witnessed.first_row,
        witnessed.country_code,
        names.entity_id,
        {{ paired_by }} as paired_by
    from witnessed
    inner join names
        on
            witnessed.source = names.source
            and witnessed.destination_code = names.country_code
            and witnessed.{{ key }} = names.{{ name_key }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

close as (

    select * from printed_alike
    union all
    select * from printed_otherwise

)

select
    *,
    case paired_by
        when 'same_name' then 1
        when 'listed_alias' then 2
        when 'destination_style' then 3
        when 'under_its_parent' then 6
        else 4
    end as rule_number
from close
