-- One row per entry that one side prints and the other does not, or prints under another name or
-- destination, with the class of the disagreement and its explanation.
with

pairs as (

    select * from {{ ref('int_witnesses__pairs') }}

),

first_versions as (

    select min(published_on) as first_version_on from {{ ref('int_versions__numbered') }}

),

witnessed_names as (

    select
        source,
        witness_name_key as name_key,
        witness_name,
        witness_country_code
    from pairs
    where witness_row is not null
    union all
    select
        pairs.source,
        aliases.alias.name_key,
        pairs.witness_name,
        pairs.witness_country_code
    from pairs
    {{ with_items_of('pairs.witness_aliases', 'aliases', 'alias') }}
    where pairs.witness_row is not null

),

printed_otherwise as (

    select
        entity_id,
        source,
        entity_name || ' (' || country_code || ')' as value_a,
        witness_name || ' (' || witness_country_code || ')' as value_b,
        paired_by as disagreement_kind,
        case paired_by
            when 'destination_style'
                then 'The same name; the list prints Hong Kong and Macau under China since '
                    || '85 FR 83765 (2020-12-23), the witness on their own.'
            when 'characters_lost'
                then 'The same letters, where the witness has ? for one or more of them.'
            when 'typography' then 'The same letters and digits; spaces, signs or "and" differ.'
            when 'word_order' then 'The same words in another order.'
            when 'under_its_parent'
                then 'The witness prints the parent before the name; behind it stands the name '
                    || 'that the list prints.'
            when 'name_runs_on'
                then 'The witness goes on after the listed name: "'
                    || trim(both ' ,.' from substr(witness_name, length(entity_name) + 1)) || '".'
            when 'truncated' then 'The witness stops before the listed name is whole.'
            when 'spelt_otherwise'
                then 'Spelt otherwise: likeness of the names '
                    || round(jaro_winkler_similarity(name_key, witness_name_key), 2)
                    || ' (Jaro-Winkler) under the same destination.'
            when 'named_otherwise'
                then 'Another name with words in common; both cite the rule of ' || first_citation
                    || coalesce('; amended since by ' || {{ text_of('amended_since', "', '") }}, '')
                    || '.'
            when 'second_entry_of_one'
                then 'The witness has a further entry of this rule for the party, under a name '
                    || 'like it (' || round(jaro_winkler_similarity(name_key, witness_name_key), 2)
                    || '); the list has one.'
            when 'other_destination'
                then 'The same name; the list has it under ' || country_code
                    || ', the witness gives an address in '
                    || coalesce(nullif(witness_country_code, ''), 'no country') || '.'
        end as explanation
    from pairs
    where paired_by not in ('same_name', 'listed_alias')

),

only_in_list as (

    select
        pairs.entity_id,
        pairs.source,
        pairs.entity_name || ' (' || pairs.country_code || ')' as value_a,
        min(witnessed_names.witness_name || ' (' || witnessed_names.witness_country_code || ')')
            as value_b,
        case
            when count(witnessed_names.source) > 0 then 'one_entry_for_several'
            when pairs.added_on > pairs.published_on - 15 then 'not_yet_there'
            else 'missing_entry'
        end as disagreement_kind,
        case
            when count(witnessed_names.source) > 0
                then 'The witness has one entry where the list has several of this name.'
            when pairs.added_on > pairs.published_on - 15
                then 'Added by ' || pairs.first_citation || ', published on ' || pairs.added_on
                    || ', two weeks or less before the witness.'
            else 'No name or alias of the witness is like it, and no entry of rule '
                || pairs.first_citation || ' is left there.'
        end as explanation
    from pairs
    left join witnessed_names
        on
            pairs.source = witnessed_names.source
            and (
                pairs.name_key = witnessed_names.name_key
                or (
                    left(pairs.name_key, length(witnessed_names.name_key) + 1)
                    = witnessed_names.name_key || ' '
                    and length(witnessed_names.name_key) >= 30
                )
            )
    where pairs.witness_row is null
    group by
        pairs.entity_id,
        pairs.source,
        pairs.entity_name,
        pairs.country_code,
        pairs.added_on,
        pairs.published_on,
        pairs.first_citation

),

listed_otherwise as (

    select
        spells.entity_id,
        members.name_key,
        entries.country_code,
        min(spells.valid_from) as listed_from,
        case when count(*) = count(spells.valid_to) then max(spells.valid_to) end as listed_to
    from {{ ref('int_entities__listing_spells') }} as spells
    inner join {{ ref('int_entities__name_members') }} as members
        on spells.printed_in = members.landed_id and spells.entity_id = members.entity_id
    inner join {{ ref('int_entities__entries') }} as entries
        on spells.printed_in = entries.landed_id and spells.entity_id = entries.entity_id
    where spells.recorded_to is null
    group by spells.entity_id, members.name_key, entries.country_code

),

removing_rules as (

    select
        citation,
        document_number,
        published_on,
        {{ squeezed(folded_name("title || ' ' || coalesce(abstract, '')")) }} as words
    from {{ ref('int_entities__rules') }}
    where recorded_to is null and lower(title || ' ' || coalesce(abstract, '')) like '%remov%'

),

only_in_witness as (

    select
        max(listed_otherwise.entity_id) as entity_id,
        pairs.source,
        cast(null as string) as value_a,
        pairs.witness_name || ' (' || pairs.witness_country_code || ')' as value_b,
        case
            when count(listed_otherwise.entity_id) > 0 then 'listed_on_another_date'
            when count(removing_rules.document_number) > 0 then 'removed_before_first_version'
            when max(pairs.published_on) < max(first_versions.first_version_on)
                then 'gone_before_first_version'
            else 'not_on_the_list'
        end as disagreement_kind,
        case
            when count(listed_otherwise.entity_id) > 0
                then 'On the list from ' || min(listed_otherwise.listed_from)
                    || coalesce(' to ' || max(listed_otherwise.listed_to), '')
                    || ', not on the witness''s date.'
            when count(removing_rules.document_number) > 0
                then 'Removed by ' || max(removing_rules.document_number)
                    || ' before the first landed version of the list.'
            when max(pairs.published_on) < max(first_versions.first_version_on)
                then 'In none of the landed versions, the first of which is of '
                    || max(first_versions.first_version_on)
                    || ': removed or renamed before it.'
            else 'No landed version prints a name like it.'
        end as explanation
    from pairs
    cross join first_versions
    left join listed_otherwise
        on
            {{ customs_country('pairs.witness_country_code') }} = listed_otherwise.country_code
            and pairs.witness_name_key = listed_otherwise.name_key
    left join removing_rules
        on
            removing_rules.published_on > pairs.published_on
            and removing_rules.published_on <= first_versions.first_version_on
            and length({{ squeezed('pairs.witness_name_key') }}) >= 10
            and contains(removing_rules.words, {{ squeezed('pairs.witness_name_key') }})
    where pairs.entity_id is null
    group by pairs.source, pairs.witness_row, pairs.witness_name, pairs.witness_country_code

)

select * from printed_otherwise
union all
select * from only_in_list
union all
select * from only_in_witness
