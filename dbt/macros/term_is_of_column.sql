{# Whether a decoded term, `kind: value`, is of the requirement or of the policy column: by its kind,
   and a section by standing in the column's text. What was not decoded is of neither. #}
{% macro term_is_of_column(term, field, text) -%}
    case
        when starts_with({{ term }}, 'undecoded') then false
        when starts_with({{ term }}, 'ear_section')
            then contains(
                regexp_replace(regexp_replace({{ text }}, '\s', '', 'g'), '(\d)l\b', '\11', 'g'),
                substr({{ term }}, length('ear_section: ') + 1)
            )
        else
            regexp_matches(
                {{ term }}, '^(review_policy_tier|case_by_case_condition|eccn_carve_out)'
            )
            = ({{ field }} = 'license_review_policy')
    end
{%- endmacro %}
