{# Whether a decoded term, `kind: value`, is of the requirement or of the policy column: by its kind,
   and a section by standing in the column's text. What was not decoded is of neither. #}
{% macro term_is_of_column(term, field, text) -%}
    case
        when split_part({{ term }}, ': ', 1) = 'undecoded' then false
        when split_part({{ term }}, ': ', 1) = 'ear_section'
            then contains(
                {{ replaced(replaced(text, '\\s', ''), '(\\d)l\\b', '\\11') }},
                substr({{ term }}, length('ear_section: ') + 1)
            )
        else
            (
                split_part({{ term }}, ': ', 1)
                in ('review_policy_tier', 'case_by_case_condition', 'eccn_carve_out')
            )
            = ({{ field }} = 'license_review_policy')
    end
{%- endmacro %}
