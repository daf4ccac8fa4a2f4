{# A key over columns: JSON tells ('x', null) from (null, 'x'), which joined strings do not. #}
{% macro key_of(columns) -%}
    {%- set texts = [] -%}
    {%- for column in columns %}{% do texts.append('cast(' ~ column ~ ' as string)') %}{% endfor -%}
    md5({{ json_of_texts(texts) }})
{%- endmacro %}

{# Which organisation a printed name is. Rule `same_number` where the source gives one, else
   `same_folded_name_and_country`; nothing is joined on likeness. #}
{% macro organization_id(kind, identifying, country) -%}
    'org-' || substr({{ key_of([kind, identifying, country]) }}, 1, 16)
{%- endmacro %}
