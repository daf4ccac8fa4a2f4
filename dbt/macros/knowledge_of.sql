{# What was known of each record from when to when: a landing that says the same as the one before
   opens nothing, one that says something else ends what was known until then. `landed` names a CTE
   with funding_id, state_key (equal where a record says the same), recorded_from, published_on,
   landed_id and row_number; of landings of one moment the last stands. #}
{% macro knowledge_of(landed) -%}
changes as (

    select
        *,
        lag(state_key) over (
            partition by funding_id order by recorded_from, published_on, landed_id, row_number
        ) as previous_state_key
    from {{ landed }}

),

intervals as (

    select
        *,
        lead(recorded_from) over (
            partition by funding_id order by recorded_from, published_on, landed_id, row_number
        ) as recorded_to
    from changes
    where state_key is distinct from previous_state_key

),

knowledge as (

    select * from intervals
    where recorded_to is null or recorded_from < recorded_to

)
{%- endmacro %}
