{# Half-open intervals [from, to); an open end is null. The far end is written through coalesce,
   since readers with DuckDB 1.x join a hundred times faster that way. #}

{% macro open_date(column) -%} coalesce({{ column }}, date '9999-12-31') {%- endmacro %}

{% macro open_timestamp(column) -%}
    coalesce({{ column }}, timestamp '9999-12-31 00:00:00')
{%- endmacro %}

{% macro contains_date(valid_from, valid_to, moment) -%}
    {{ valid_from }} <= {{ moment }} and {{ moment }} < {{ open_date(valid_to) }}
{%- endmacro %}

{% macro contains_timestamp(recorded_from, recorded_to, moment) -%}
    {{ recorded_from }} <= {{ moment }} and {{ moment }} < {{ open_timestamp(recorded_to) }}
{%- endmacro %}

{# Two date intervals share at least one day. #}
{% macro overlaps(one_from, one_to, other_from, other_to) -%}
    {{ one_from }} < {{ open_date(other_to) }} and {{ other_from }} < {{ open_date(one_to) }}
{%- endmacro %}
