{# Forms of a comparison key by which two publications print one name differently. #}

{# Letters and digits only, without `and` and a leading `the`: `optics and electronics` and
   `optics electronics`, `xi an` and `xian`. #}
{% macro squeezed(column) -%}
    regexp_replace(' ' || {{ column }} || ' ', '^ the | and | ', '', 'g')
{%- endmacro %}

{# The words in alphabetical order: `chan sau luen` and `sau luen chan`. #}
{% macro sorted_words(column) -%}
    array_to_string(list_sort(string_split({{ column }}, ' ')), ' ')
{%- endmacro %}

{# What stands behind the parent's heading: `Huawei (Huawei). Affiliated Entity: Smartcom`. #}
{% macro behind_heading(column) -%}
    regexp_extract(
        {{ column }},
        '(?:entity|entities|institutions?)(?::| -|,? and)\s*(.+)$|, and subordinate entity (.+)$',
        1,
        'i'
    )
{%- endmacro %}

{# How many words of five or more letters two names have in common. #}
{% macro long_words_shared(one, other) -%}
    len(list_filter(
        list_intersect(string_split({{ one }}, ' '), string_split({{ other }}, ' ')),
        lambda word: length(word) >= 5
    ))
{%- endmacro %}
