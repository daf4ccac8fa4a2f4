{# Computes a CTE by itself, once. Only where the comment beside it says why: engines that have no
   such word leave it out. #}
{% macro materialized() -%} materialized {%- endmacro %}
