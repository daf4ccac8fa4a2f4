{# The form in which two printed names are the same organisation: case, accents, punctuation and
   spacing aside. Nothing more: legal forms and abbreviations are matching's business. #}
{% macro folded_name(column) -%}
    trim(regexp_replace(lower(strip_accents({{ column }})), '[^\p{L}\p{N}]+', ' ', 'g'))
{%- endmacro %}
