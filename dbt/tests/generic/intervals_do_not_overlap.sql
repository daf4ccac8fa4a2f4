{# No two rows of a key are so on the same day as known at the same moment, and no interval is
   empty or backwards. #}
{% test intervals_do_not_overlap(model, key) %}
with

numbered as (

    select
        *,
        row_number() over (order by valid_from, recorded_from) as row_in_table
    from {{ model }}

)

select one.*
from numbered as one
inner join numbered as other
    on
        {% for column in key %}one.{{ column }} = other.{{ column }} and {% endfor %}
        one.row_in_table < other.row_in_table
        and {{ overlaps('one.valid_from', 'one.valid_to', 'other.valid_from', 'other.valid_to') }}
        and one.recorded_from < {{ open_timestamp('other.recorded_to') }}
        and other.recorded_from < {{ open_timestamp('one.recorded_to') }}
union all
select *
from numbered
where valid_to <= valid_from or recorded_to <= recorded_from
{% endtest %}
