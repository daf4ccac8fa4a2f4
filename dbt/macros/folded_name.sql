{# The form in which two printed names are the same organisation: case, accents, punctuation and
   spacing aside. Nothing more: legal forms and abbreviations are matching's business. #}
{% macro folded_name(column) -%}
    {{ folded_words('strip_accents(' ~ column ~ ')') }}
{%- endmacro %}

{# The words of a text in lower case, with one space between. #}
{% macro folded_words(text) -%}
    trim({{ replaced('lower(' ~ text ~ ')', '[^\\p{L}\\p{N}]+', ' ') }})
{%- endmacro %}
