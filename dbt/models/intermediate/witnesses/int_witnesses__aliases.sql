-- One row per name of an entry, besides the one it is printed under, that only one side has, or
-- that the sides print otherwise.
with

pairs as (

    select * from {{ ref('int_witnesses__pairs') }}
    where entity_id is not null and witness_row is not null

),

aliases as (

    select
        pairs.source,
        pairs.entity_id,
        printed.alias
    from pairs
    {{ with_items_of('pairs.witness_aliases', 'printed', 'alias') }}

),

witness_names as (

    select
        source,
        entity_id,
        witness_name_key as name_key,
        witness_name as name
    from pairs
    union
    select
        source,
        entity_id,
        witness_behind_heading_key as name_key,
        witness_name as name
    from pairs
    where paired_by = 'under_its_parent'
    union
    select
        source,
        entity_id,
        alias.name_key,
        alias.name
    from aliases

),

list_names as (

    select distinct
        pairs.source,
        pairs.entity_id,
        names.name_key,
        names.name,
        names.name_kind
    from pairs
    inner join {{ ref('int_entities__name_members') }} as names
        on pairs.landed_id = names.landed_id and pairs.entity_id = names.entity_id

),

only_in_list as (

    select list_names.*
    from list_names
    left join witness_names
        on
            list_names.source = witness_names.source
            and list_names.entity_id = witness_names.entity_id
            and list_names.name_key = witness_names.name_key
    where
        witness_names.name_key is null
        -- a primary name that differs is a disagreement on the entry
        and list_names.name_kind <> 'primary'

),

only_in_witness as (

    select witness_names.*
    from witness_names
    left join list_names
        on
            witness_names.source = list_names.source
            and witness_names.entity_id = list_names.entity_id
            and witness_names.name_key = list_names.name_key
    left join pairs
        on
            witness_names.source = pairs.source
            and witness_names.entity_id = pairs.entity_id
            and witness_names.name = pairs.witness_name
    where list_names.name_key is null and pairs.entity_id is null

),

-- how each name that only one side has is printed by the other: as an alias that only it has, or
-- inside any of its names

alike as (

    select
        only_in_list.source,
        only_in_list.entity_id,
        only_in_list.name_key,
        only_in_witness.name_key as witness_name_key,
        case
            when
                {{ squeezed('only_in_list.name_key') }}
                = {{ squeezed('only_in_witness.name_key') }}
                and not contains(only_in_witness.name, '?')
                then 'typography'
            when contains(only_in_witness.name, '?')
                and jaro_winkler_similarity(only_in_list.name_key, only_in_witness.name_key) > 0.8
                then 'characters_lost'
            when
                {{ sorted_words('only_in_list.name_key') }}
                = {{ sorted_words('only_in_witness.name_key') }}
                then 'word_order'
            when contains(only_in_witness.name_key, only_in_list.name_key) then 'name_runs_on'
            when contains(only_in_list.name_key, only_in_witness.name_key) then 'truncated'
            else 'spelt_otherwise'
        end as disagreement_kind,
        jaro_winkler_similarity(only_in_list.name_key, only_in_witness.name_key) as likeness
    from only_in_list
    inner join only_in_witness
        on
            only_in_list.source = only_in_witness.source
            and only_in_list.entity_id = only_in_witness.entity_id
    where
        {{ squeezed('only_in_list.name_key') }} = {{ squeezed('only_in_witness.name_key') }}
        or contains(only_in_witness.name_key, only_in_list.name_key)
        or contains(only_in_list.name_key, only_in_witness.name_key)
        or jaro_winkler_similarity(only_in_list.name_key, only_in_witness.name_key) > 0.85
    union all
    select
        only_in_list.source,
        only_in_list.entity_id,
        only_in_list.name_key,
        witness_names.name_key as witness_name_key,
        'name_runs_on' as disagreement_kind,
        0 as likeness
    from only_in_list
    inner join witness_names
        on
            only_in_list.source = witness_names.source
            and only_in_list.entity_id = witness_names.entity_id
            and contains(
                ' ' || witness_names.name_key || ' ', ' ' || only_in_list.name_key || ' '
            )

),

facts as (

    select
        source,
        entity_id,
        max(amended_since) as amended_since
    from pairs
    group by source, entity_id

),

listed as (

    select
        only_in_list.source,
        only_in_list.entity_id,
        only_in_list.name as value_a,
        witness_names.name as value_b,
        alike.disagreement_kind,
        only_in_list.name_kind
    from only_in_list
    left join alike
        on
            only_in_list.source = alike.source
            and only_in_list.entity_id = alike.entity_id
            and only_in_list.name_key = alike.name_key
    left join witness_names
        on
            alike.source = witness_names.source
            and alike.entity_id = witness_names.entity_id
            and alike.witness_name_key = witness_names.name_key
    qualify row_number() over (
        partition by only_in_list.source, only_in_list.entity_id, only_in_list.name_key
        order by alike.likeness desc nulls last, witness_names.name, only_in_list.name_kind
    ) = 1

),

witnessed as (

    select
        only_in_witness.source,
        only_in_witness.entity_id,
        cast(null as string) as value_a,
        only_in_witness.name as value_b,
        cast(null as string) as disagreement_kind,
        cast(null as string) as name_kind
    from only_in_witness
    left join alike
        on
            only_in_witness.source = alike.source
            and only_in_witness.entity_id = alike.entity_id
            and only_in_witness.name_key = alike.witness_name_key
    where alike.entity_id is null

),

differing as (

    select * from listed
    union all
    select * from witnessed

),

classed as (

    select
        differing.source,
        differing.entity_id,
        differing.value_a,
        differing.value_b,
        differing.name_kind,
        facts.amended_since,
        case
            when differing.disagreement_kind is not null then differing.disagreement_kind
            when cardinality(facts.amended_since) > 0 then 'amended_since'
            when differing.value_b is null then 'missing_name'
            else 'name_not_on_the_list'
        end as disagreement_kind
    from differing
    inner join facts
        on differing.source = facts.source and differing.entity_id = facts.entity_id

)

select
    entity_id,
    source,
    value_a,
    value_b,
    disagreement_kind,
    case disagreement_kind
        when 'typography' then 'The same letters and digits; spaces, signs or "and" differ.'
        when 'characters_lost' then 'The witness has ? for one or more letters.'
        when 'word_order' then 'The same words in another order.'
        when 'name_runs_on' then 'The witness prints the name together with more words.'
        when 'truncated' then 'The witness prints a part of the name.'
        when 'spelt_otherwise' then 'Spelt otherwise.'
        when 'amended_since'
            then 'The list''s names are of a later day; amended since by '
                || {{ text_of('amended_since', "', '") }} || '.'
        when 'missing_name'
            then 'A name (' || name_kind || ') that the witness does not have for this entry.'
        else 'The list prints no such name for this entry.'
    end as explanation
from classed
