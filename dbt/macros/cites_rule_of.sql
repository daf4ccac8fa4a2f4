{# Whether one of several citations names a page of the rule that a citation points into. The eCFR
   cites the entry's page, other publications the first page of the rule: the same volume, at most
   60 pages apart (the longest rule on the list, 84 FR 22961, 85 FR 83416 and 88 FR 12155 among
   them, has fewer). #}
{% macro cites_rule_of(citations, citation, pages=60) -%}
    cardinality(filter({{ citations }}, {{ each(
        'cited',
        "split_part(cited, ' ', 1) = split_part(" ~ citation ~ ", ' ', 1)"
        ~ " and abs(try_cast(split_part(cited, ' ', 3) as integer)"
        ~ " - try_cast(split_part(" ~ citation ~ ", ' ', 3) as integer)) <= " ~ pages
    ) }})) > 0
{%- endmacro %}
