{# The body to which a printed name itself says that it belongs; null where it says nothing.

   Rule `unit_and_its_body`: two parts with a comma between, one a unit and the other a university,
   an institute of technology or an academy of sciences. A unit begins with what it is
   (Department of, School of); an academy's institute may have a place before it. A campus
   ("California State University, Fresno") is no unit. #}
{% macro body_of_unit(name) -%}
    {%- set academy = "(?:the )?[^,]*academy of [^,]*sciences?" -%}
    {%- set body = (
        "(?:the )?(?:university of [^,]+|[^,]+ university(?: of [^,]+)?"
        "|[^,]+ institute of technology)|" ~ academy
    ) -%}
    {%- set unit = (
        "(?:the )?(?:department|dept[.]?|(?:graduate )?school|faculty|institutes?"
        "|(?:state )?(?:key )?laboratory|cent(?:er|re)|division) (?:of|for) [^,]+"
    ) -%}
    {%- set institute = "(?:[^,]+ )?institutes? (?:of|for) [^,]+" -%}
    {%- set initialism = "(?: [(][a-z]+[)])?" -%}
    nullif(coalesce(
        nullif(regexp_extract({{ name }}, '(?i)^{{ unit }}, ?({{ body }}){{ initialism }}$', 1), ''),
        nullif(regexp_extract({{ name }}, '(?i)^({{ body }}){{ initialism }}, ?{{ unit }}$', 1), ''),
        regexp_extract({{ name }}, '(?i)^{{ institute }}, ?({{ academy }}){{ initialism }}$', 1)
    ), '')
{%- endmacro %}

{# Rule `says_whose_affiliate`: "Z Inc, a subsidiary of W". #}
{% macro parent_of_affiliate(name) -%}
    {%- set kind = "(?:wholly[- ]owned )?(?:subsidiary|division|affiliate|branch) of (?:the )?" -%}
    nullif(
        regexp_extract({{ name }}, '(?i)^.+?,? [(]?(?:an? )?{{ kind }}([^()]+?)[)]?$', 1), ''
    )
{%- endmacro %}
