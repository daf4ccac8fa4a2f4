-- One row per disagreement between the eCFR and another publication of the list, for the date of
-- that publication, as now known.
with

pairs as (

    select * from {{ ref('int_witnesses__pairs') }}

),

entities as (

    select distinct
        country_code,
        name_key,
        entity_id
    from {{ ref('int_entities__entries') }}

),

only_in_list as (

    select
        pairs.entity_id,
        pairs.source as source_b,
        'entry' as field,
        pairs.entity_name as value_a,
        cast(null as varchar) as value_b,
        max(
            case
                when alone.witness_row is null then 'missing_entry'
                when alone.witness_country_code <> pairs.country_code
                    and alone.witness_name_key = pairs.name_key
                    then 'destination_differs'
                when contains(alone.witness_name, '?') then 'characters_lost'
                when
                    starts_with(pairs.name_key, alone.witness_name_key)
                    or starts_with(alone.witness_name_key, pairs.name_key)
                    then 'truncated'
                else 'name_spelt_otherwise'
            end
        ) as disagreement_kind
    from pairs
    left join pairs as alone
        on
            pairs.source = alone.source
            and alone.entity_id is null
            and (
                (alone.witness_name_key = pairs.name_key)
                or (
                    alone.witness_country_code = pairs.country_code
                    and left(alone.witness_name_key, 4) = left(pairs.name_key, 4)
                    and jaro_winkler_similarity(alone.witness_name_key, pairs.name_key) > 0.92
                )
            )
    where pairs.witness_row is null
    group by pairs.entity_id, pairs.source, pairs.entity_name

),

only_in_witness as (

    select
        max(entities.entity_id) as entity_id,
        pairs.source as source_b,
        'entry' as field,
        cast(null as varchar) as value_a,
        any_value(pairs.witness_name) || ' (' || any_value(pairs.witness_country_code) || ')'
            as value_b,
        case
            when count(entities.entity_id) > 0 then 'listed_on_another_date'
            when bool_or(contains(pairs.witness_name, '?')) then 'characters_lost'
            when
                bool_or(
                    other.entity_id is not null
                    and other.country_code <> pairs.witness_country_code
                )
                then 'destination_differs'
            when bool_or(other.entity_id is not null) then 'name_spelt_otherwise'
            else 'not_on_any_landed_version'
        end as disagreement_kind
    from pairs
    left join entities
        on
            pairs.witness_country_code = entities.country_code
            and pairs.witness_name_key = entities.name_key
    left join pairs as other
        on
            pairs.source = other.source
            and other.entity_id is not null
            and (
                other.name_key = pairs.witness_name_key
                or (
                    other.country_code = pairs.witness_country_code
                    and left(other.name_key, 4) = left(pairs.witness_name_key, 4)
                    and jaro_winkler_similarity(other.name_key, pairs.witness_name_key) > 0.92
                )
            )
    where pairs.entity_id is null
    group by pairs.source, pairs.witness_row, pairs.witness_country_code

),

on_both_sides as (

    select * from pairs
    where entity_id is not null and witness_row is not null

),

citations as (

    select
        entity_id,
        source as source_b,
        'citation' as field,
        array_to_string(citations, '; ') as value_a,
        array_to_string(witness_citations, '; ') as value_b,
        case
            when len(witness_citations) = 0 then 'missing_value'
            when
                len(list_filter(
                    witness_citations,
                    lambda cited: split_part(cited, ' ', 1) = split_part(first_citation, ' ', 1)
                    and abs(
                        try_cast(split_part(cited, ' ', 3) as integer)
                        - try_cast(split_part(first_citation, ' ', 3) as integer)
                    ) <= 60
                )) > 0
                then 'page_style'
            else 'citation_differs'
        end as disagreement_kind
    from on_both_sides
    where not list_contains(witness_citations, first_citation)

),

primary_names as (

    select
        entity_id,
        source as source_b,
        'name' as field,
        entity_name as value_a,
        witness_name as value_b,
        'primary_name_is_an_alias_there' as disagreement_kind
    from on_both_sides
    where name_key <> witness_name_key

),

requirements as (

    select
        entity_id,
        source as source_b,
        'license_requirement' as field,
        license_requirement as value_a,
        witness_license_requirement as value_b,
        case
            when witness_license_requirement is null then 'missing_value'
            when
                regexp_replace({{ folded_name('license_requirement') }}, '\s', '', 'g')
                = regexp_replace({{ folded_name('witness_license_requirement') }}, '\s', '', 'g')
                then 'punctuation'
            when
                starts_with(
                    {{ folded_name('license_requirement') }},
                    left({{ folded_name('witness_license_requirement') }}, 30)
                )
                then 'wording'
            else 'requirement_differs'
        end as disagreement_kind
    from on_both_sides
    where license_requirement is distinct from witness_license_requirement

),

disagreements as (

    select * from only_in_list
    union all
    select * from only_in_witness
    union all
    select * from citations
    union all
    select * from primary_names
    union all
    select * from requirements

)

select distinct
    {{ key_of(['entity_id', 'source_b', 'field', 'value_a', 'value_b']) }} as reconciliation_key,
    entity_id,
    'ecfr' as source_a,
    source_b,
    field,
    value_a,
    value_b,
    disagreement_kind
from disagreements
