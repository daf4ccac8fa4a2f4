-- One row per entry and column of law, licence requirement or review policy, that the witness words
-- otherwise. Where both sides decode to the same terms they say the same.
with

pairs as (

    select * from {{ ref('int_witnesses__pairs') }}
    where entity_id is not null and witness_row is not null

),

columns_of_law as (

    select
        entity_id,
        source,
        'license_requirement' as field,
        license_requirement as value_a,
        witness_license_requirement as value_b,
        coalesce(terms, {{ list_with([]) }}) as terms,
        witness_terms,
        amended_since
    from pairs
    union all
    select
        entity_id,
        source,
        'license_review_policy' as field,
        license_review_policy as value_a,
        witness_license_policy as value_b,
        coalesce(terms, {{ list_with([]) }}) as terms,
        witness_terms,
        amended_since
    from pairs

),

-- decoded terms of both columns are one list; a term is of the column whose words give it
differing as (

    select
        *,
        filter(
            array_sort(array_distinct(terms)),
            {{ each(
                'term',
                'not array_contains(witness_terms, term) and '
                ~ term_is_of_column('term', 'field', 'value_a')
            ) }}
        ) as only_in_list,
        filter(
            array_sort(array_distinct(witness_terms)),
            {{ each(
                'term',
                'not array_contains(terms, term) and '
                ~ term_is_of_column('term', 'field', 'value_b')
            ) }}
        ) as only_in_witness,
        filter(
            witness_terms,
            {{ each(
                'term',
                "split_part(term, ': ', 1) = 'undecoded' and contains(' ' || "
                ~ folded_words('value_b') ~ " || ' ', ' ' || "
                ~ folded_words("replace(term, 'undecoded: ', '')") ~ " || ' ')"
            ) }}
        ) as not_decoded
    from columns_of_law
    where value_a is distinct from value_b

),

classed as (

    select
        *,
        only_in_list || only_in_witness as differences,
        case
            when value_a is null or value_b is null then 'missing_value'
            when
                {{ squeezed(folded_name('value_a')) }} = {{ squeezed(folded_name('value_b')) }}
                then 'typography'
            when cardinality(not_decoded) > 0 then 'not_decoded'
            when cardinality(only_in_list) + cardinality(only_in_witness) = 0 then 'wording'
            when cardinality(amended_since) > 0 then 'amended_since'
            when
                cardinality(filter(differences, {{ each(
                    'term', "split_part(term, ': ', 1) <> 'footnote_designation'"
                ) }})) = 0
                then 'footnote_differs'
            when
                cardinality(filter(differences, {{ each(
                    'term',
                    "split_part(term, ': ', 1) not in ('ear_section', 'footnote_designation')"
                ) }})) = 0
                then 'section_differs'
            when field = 'license_review_policy' then 'policy_differs'
            else 'requirement_differs'
        end as disagreement_kind
    from differing

)

select
    entity_id,
    source,
    field,
    value_a,
    value_b,
    disagreement_kind,
    case disagreement_kind
        when 'missing_value'
            then case when value_b is null then 'The witness' else 'The list' end
                || ' leaves the column blank.'
        when 'typography' then 'The same letters and digits; spaces and signs differ.'
        when 'wording' then 'Other words, the same decoded terms.'
        when 'not_decoded'
            then 'The witness has words that decode to no term: '
                || replace({{ first_item('not_decoded') }}, 'undecoded: ', '') || '.'
        else
            case
                when disagreement_kind = 'amended_since'
                    then 'The list''s text is of a later day; amended since by '
                        || {{ text_of('amended_since', "', '") }} || '. '
                else ''
            end
            || 'Only in the list: '
            || coalesce(nullif({{ text_of('only_in_list', "', '") }}, ''), 'none')
            || '; only in the witness: '
            || coalesce(nullif({{ text_of('only_in_witness', "', '") }}, ''), 'none') || '.'
    end as explanation
from classed
