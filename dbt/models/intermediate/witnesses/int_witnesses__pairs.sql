-- One row per witness's entry and the entity it is, with the first rule that pairs them; either
-- side is null where the other stands alone. `same_name` and `listed_alias` print alike under the
-- same destination; every other rule is a way in which the witness prints the entry differently.
with

witnessed as (

    select * from {{ ref('int_witnesses__entries') }}

),

in_force as (

    select * from {{ ref('int_witnesses__in_force') }}

),

names as (

    select * from {{ ref('int_witnesses__names') }}

),

close_pairs as (

    select * from {{ ref('int_witnesses__close_pairs') }}

),

-- what none of these rules pairs, against what stands alone on the other side
witnessed_alone as (

    select witnessed.*
    from witnessed
    left join close_pairs
        on
            witnessed.source = close_pairs.source
            and witnessed.first_row = close_pairs.first_row
            and witnessed.country_code = close_pairs.country_code
    where close_pairs.entity_id is null

),

names_alone as (

    select
        names.*,
        not exists (
            select 1 from close_pairs
            where
                close_pairs.source = names.source and close_pairs.entity_id = names.entity_id
        ) as is_alone
    from names

),

loose_pairs as (

    select
        witnessed_alone.source,
        witnessed_alone.first_row,
        witnessed_alone.country_code,
        names_alone.entity_id,
        case
            when
                left(witnessed_alone.squeezed_key, length(names_alone.squeezed_key))
                = names_alone.squeezed_key
                then 'name_runs_on'
            when
                left(names_alone.squeezed_key, length(witnessed_alone.squeezed_key))
                = witnessed_alone.squeezed_key
                then 'truncated'
            when contains(witnessed_alone.name, '?') then 'characters_lost'
            else 'spelt_otherwise'
        end as paired_by,
        jaro_winkler_similarity(witnessed_alone.squeezed_key, names_alone.squeezed_key)
            as likeness
    from witnessed_alone
    inner join names_alone
        on
            witnessed_alone.source = names_alone.source
            and witnessed_alone.destination_code = names_alone.country_code
            and left(witnessed_alone.squeezed_key, 4) = left(names_alone.squeezed_key, 4)
    where
        (
            left(witnessed_alone.squeezed_key, length(names_alone.squeezed_key))
                = names_alone.squeezed_key
            and length(names_alone.squeezed_key) >= 10
        )
        or (
            names_alone.is_alone
            and left(names_alone.squeezed_key, length(witnessed_alone.squeezed_key))
                = witnessed_alone.squeezed_key
        )
        or jaro_winkler_similarity(witnessed_alone.squeezed_key, names_alone.squeezed_key)
        > case when names_alone.is_alone then 0.92 else 0.97 end
    union all
    select
        witnessed_alone.source,
        witnessed_alone.first_row,
        witnessed_alone.country_code,
        names_alone.entity_id,
        'under_its_parent' as paired_by,
        jaro_winkler_similarity(witnessed_alone.behind_heading_key, names_alone.name_key)
            as likeness
    from witnessed_alone
    inner join names_alone
        on
            witnessed_alone.source = names_alone.source
            and witnessed_alone.destination_code = names_alone.country_code
            and left(witnessed_alone.behind_heading_key, 4) = left(names_alone.name_key, 4)
    where
        jaro_winkler_similarity(witnessed_alone.behind_heading_key, names_alone.name_key) > 0.85
    union all
    select
        witnessed_alone.source,
        witnessed_alone.first_row,
        witnessed_alone.country_code,
        names_alone.entity_id,
        'other_destination' as paired_by,
        0 as likeness
    from witnessed_alone
    inner join names_alone
        on
            witnessed_alone.source = names_alone.source
            and witnessed_alone.destination_code <> names_alone.country_code
            and witnessed_alone.name_key = names_alone.name_key

),

loose_entries as (

    select distinct
        source,
        first_row,
        country_code
    from loose_pairs

),

found_entities as (

    select
        source,
        entity_id
    from close_pairs
    union
    select
        source,
        entity_id
    from loose_pairs

),

-- what still stands alone and cites a rule of an entity under the same destination
of_one_rule as (

    select
        witnessed_alone.source,
        witnessed_alone.first_row,
        witnessed_alone.country_code,
        in_force.entity_id,
        found_entities.entity_id is null as is_alone,
        jaro_winkler_similarity(witnessed_alone.name_key, in_force.name_key) as likeness,
        {{ long_words_shared('witnessed_alone.name_key', 'in_force.name_key') }} as words_shared
    from witnessed_alone
    inner join in_force
        on
            witnessed_alone.source = in_force.source
            and witnessed_alone.destination_code = in_force.country_code
    left join loose_entries
        on
            witnessed_alone.source = loose_entries.source
            and witnessed_alone.first_row = loose_entries.first_row
            and witnessed_alone.country_code = loose_entries.country_code
    left join found_entities
        on
            in_force.source = found_entities.source
            and in_force.entity_id = found_entities.entity_id
    where
        loose_entries.first_row is null
        and cardinality(filter(
            in_force.citations,
            {{ each('citation', cites_rule_of('witnessed_alone.citations', 'citation')) }}
        )) > 0

),

candidates as (

    select
        source,
        first_row,
        country_code,
        entity_id,
        paired_by,
        rule_number,
        1.0 as likeness
    from close_pairs
    union all
    select
        source,
        first_row,
        country_code,
        entity_id,
        paired_by,
        case when paired_by = 'other_destination' then 9 else 8 end as rule_number,
        likeness
    from loose_pairs
    union all
    select
        source,
        first_row,
        country_code,
        entity_id,
        case
            when not is_alone then 'second_entry_of_one'
            when likeness > 0.8 then 'spelt_otherwise'
            else 'named_otherwise'
        end as paired_by,
        10 as rule_number,
        likeness
    from of_one_rule
    where (is_alone and (likeness > 0.8 or words_shared >= 4)) or likeness > 0.85

),

paired as (

    select * from candidates
    qualify row_number() over (
        partition by source, first_row, country_code
        order by rule_number, likeness desc, entity_id
    ) = 1

)

select
    coalesce(witnessed.source, in_force.source) as source,
    coalesce(witnessed.published_on, in_force.published_on) as published_on,
    paired.paired_by,
    in_force.entity_id,
    in_force.landed_id,
    in_force.entity_name,
    in_force.name_key,
    in_force.country_code,
    in_force.first_citation,
    in_force.citations,
    in_force.amended_since,
    in_force.added_on,
    in_force.license_requirement,
    in_force.license_review_policy,
    in_force.terms,
    in_force.valid_from_basis,
    witnessed.first_row as witness_row,
    witnessed.name as witness_name,
    witnessed.name_key as witness_name_key,
    witnessed.country_code as witness_country_code,
    witnessed.behind_heading_key as witness_behind_heading_key,
    witnessed.aliases as witness_aliases,
    witnessed.citations as witness_citations,
    witnessed.license_requirement as witness_license_requirement,
    witnessed.license_policy as witness_license_policy,
    witnessed.terms as witness_terms
from witnessed
left join paired
    on
        witnessed.source = paired.source
        and witnessed.first_row = paired.first_row
        and witnessed.country_code = paired.country_code
full outer join in_force
    on paired.source = in_force.source and paired.entity_id = in_force.entity_id
