-- One row per entry and column of law, licence requirement or review policy, that the witness words
-- otherwise. Where both sides decode to the same terms they say the same.
with

columns_of_law as (

    select
        entity_id,
        source,
        unnest(['license_requirement', 'license_review_policy']) as field,
        unnest([license_requirement, license_review_policy]) as value_a,
        unnest([witness_license_requirement, witness_license_policy]) as value_b,
        coalesce(terms, []) as terms,
        witness_terms,
        amended_since
    from {{ ref('int_witnesses__pairs') }}
    where entity_id is not null and witness_row is not null

),

-- decoded terms of both columns are one list; a term is of the column whose words give it
differing as (

    select
        *,
        list_filter(
            list_sort(list_distinct(terms)),
            lambda term: not list_contains(witness_terms, term)
            and {{ term_is_of_column('term', 'field', 'value_a') }}
        ) as only_in_list,
        list_filter(
            list_sort(list_distinct(witness_terms)),
            lambda term: not list_contains(terms, term)
            and {{ term_is_of_column('term', 'field', 'value_b') }}
        ) as only_in_witness,
        list_filter(
            witness_terms,
            lambda term: starts_with(term, 'undecoded')
            and contains(
                ' ' || {{ folded_name('value_b') }} || ' ',
                ' ' || {{ folded_name("replace(term, 'undecoded: ', '')") }} || ' '
            )
        ) as not_decoded
    from columns_of_law
    where value_a is distinct from value_b

),

classed as (

    select
        *,
        list_concat(only_in_list, only_in_witness) as differences,
        case
            when value_a is null or value_b is null then 'missing_value'
            when
                {{ squeezed(folded_name('value_a')) }} = {{ squeezed(folded_name('value_b')) }}
                then 'typography'
            when len(not_decoded) > 0 then 'not_decoded'
            when len(only_in_list) + len(only_in_witness) = 0 then 'wording'
            when len(amended_since) > 0 then 'amended_since'
            when
                len(list_filter(
                    differences, lambda term: not starts_with(term, 'footnote_designation')
                )) = 0
                then 'footnote_differs'
            when
                len(list_filter(
                    differences,
                    lambda term: not regexp_matches(term, '^(ear_section|footnote_designation)')
                )) = 0
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
                || replace(not_decoded[1], 'undecoded: ', '') || '.'
        else
            case
                when disagreement_kind = 'amended_since'
                    then 'The list''s text is of a later day; amended since by '
                        || array_to_string(amended_since, ', ') || '. '
                else ''
            end
            || 'Only in the list: '
            || coalesce(nullif(array_to_string(only_in_list, ', '), ''), 'none')
            || '; only in the witness: '
            || coalesce(nullif(array_to_string(only_in_witness, ', '), ''), 'none') || '.'
    end as explanation
from classed
