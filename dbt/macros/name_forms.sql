{# Forms of a comparison key by which two publications print one name differently. #}

{# Letters and digits only, without `and` and a leading `the`: `optics and electronics` and
   `optics electronics`, `xi an` and `xian`. #}
{% macro squeezed(column) -%}
    {{ replaced("' ' || " ~ column ~ " || ' '", '^ the | and | ', '') }}
{%- endmacro %}

{# The words in alphabetical order: `chan sau luen` and `sau luen chan`. #}
{% macro sorted_words(column) -%}
    {{ text_of("array_sort(split(" ~ column ~ ", ' '))", "' '") }}
{%- endmacro %}

{# What stands behind the parent's heading: `Huawei (Huawei). Affiliated Entity: Smartcom`. #}
{% macro behind_heading(column) -%}
    regexp_extract(
        {{ column }},
        '(?i)(?:entity|entities|institutions?)(?::| -|,? and)\s*(.+)$|, and subordinate entity (.+)$',
        1
    )
{%- endmacro %}

{# How many words of five or more letters two names have in common. #}
{% macro long_words_shared(one, other) -%}
    cardinality(filter(
        array_intersect(split({{ one }}, ' '), split({{ other }}, ' ')),
        {{ each('word', 'length(word) >= 5') }}
    ))
{%- endmacro %}
