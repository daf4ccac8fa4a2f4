{# Hong Kong and Macau stand under China on the list since 85 FR 83765 (2020-12-23). #}
{% macro customs_country(column) -%}
    case when {{ column }} in ('HK', 'MO') then 'CN' else {{ column }} end
{%- endmacro %}
