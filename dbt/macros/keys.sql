{# A key over columns: JSON tells ('x', null) from (null, 'x'), which joined strings do not. #}
{% macro key_of(columns) -%}
    md5(cast(to_json(list_value({% for column in columns %}cast({{ column }} as varchar){% if not loop.last %}, {% endif %}{% endfor %})) as varchar))
{%- endmacro %}

{# Which organisation a printed name is. Rule `same_number` where the source gives one, else
   `same_folded_name_and_country`; nothing is joined on likeness. #}
{% macro organization_id(kind, identifying, country) -%}
    'org-' || substr({{ key_of([kind, identifying, country]) }}, 1, 16)
{%- endmacro %}
