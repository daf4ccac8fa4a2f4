-- One row per entry whose adding rule the witness cites otherwise, or not at all.
with

pairs as (

    select
        *,
        filter(
            witness_citations,
            {{ each('cited', "split_part(cited, ' ', 1) = split_part(first_citation, ' ', 1)") }}
        ) as witness_citations_of_volume
    from {{ ref('int_witnesses__pairs') }}
    where
        entity_id is not null
        and witness_row is not null
        and not array_contains(witness_citations, first_citation)

),

classed as (

    select
        *,
        case
            when cardinality(witness_citations) = 0 then 'missing_value'
            when {{ cites_rule_of('witness_citations', 'first_citation') }} then 'page_style'
            when
                cardinality(filter(
                    witness_citations, {{ each('cited', 'levenshtein(cited, first_citation) = 1') }}
                )) > 0
                then 'digit_misprinted'
            when
                cardinality(filter(
                    citations,
                    {{ each(
                        'listed',
                        'array_contains(witness_citations, listed) or '
                        ~ cites_rule_of('witness_citations', 'listed')
                    ) }}
                )) > 0
                then 'other_rule_of_the_entry'
            else 'citation_differs'
        end as disagreement_kind
    from pairs

)

select
    entity_id,
    source,
    {{ text_of('citations', "'; '") }} as value_a,
    {{ text_of('witness_citations', "'; '") }} as value_b,
    disagreement_kind,
    case disagreement_kind
        when 'missing_value' then 'The witness gives no citation.'
        when 'page_style'
            then 'The list cites the page of the entry, ' || first_citation
                || ', the witness a page of the same rule, '
                || {{ text_of('witness_citations_of_volume', "', '") }} || '.'
        when 'digit_misprinted'
            then 'One digit of ' || first_citation || ' differs.'
        when 'other_rule_of_the_entry'
            then 'The witness does not cite the rule that added the entry, ' || first_citation
                || ', but one that amended it.'
        else 'No citation of the witness is of a rule that the list cites; the list says it was '
            || 'added by ' || first_citation || '.'
    end as explanation
from classed
