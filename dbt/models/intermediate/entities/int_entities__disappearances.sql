-- One row per edge and entity that its later version does not print. Absence alone delists
-- nothing: it is confirmed by a rule that removes the entity by name, or by the next version that
-- does not print it either; `confirmed_from` is null while nothing confirms it.
with

edges as (

    select * from {{ ref('int_versions__edges') }}
    where from_landed_id is not null

),

entries as (

    select * from {{ ref('int_entities__entries') }}

),

names as (

    select * from {{ ref('stg_ecfr__names') }}

),

versions as (

    select * from {{ ref('int_versions__numbered') }}

),

rules as (

    select
        *,
        lower(title || ' ' || coalesce(abstract, '')) as words,
        coalesce(effective_on, published_on) as took_effect_on,
        regexp_extract(
            lower(coalesce(abstract, '')),
            'remov[a-z]*:? (one|two|three|four|five|six|seven|eight|nine|ten|\d+) '
            || '(?:entity|entities|entry|entries|person|persons)',
            1
        ) as number_removed
    from {{ ref('int_entities__rules') }}
    where lower(title || ' ' || coalesce(abstract, '')) like '%remov%'

),

absences as (

    select
        edges.edge_id,
        edges.from_landed_id,
        edges.from_published_on,
        edges.to_published_on,
        edges.known_from,
        earlier.entity_id,
        earlier.entry_number,
        earlier.first_citation,
        lower(split_part(earlier.country, ',', 1)) as destination,
        count(*) over (partition by edges.edge_id, earlier.country) as absent_in_destination
    from edges
    inner join entries as earlier on edges.from_landed_id = earlier.landed_id
    left join entries as later
        on edges.to_landed_id = later.landed_id and earlier.entity_id = later.entity_id
    where later.entity_id is null

),

-- when the entity is printed again, and whether by a citation that it did not have before
printed_again as (

    select
        absences.edge_id,
        absences.entity_id,
        min(entries.version_published_on) as printed_again_on,
        min_by(entries.first_citation, entries.version_published_on) as first_citation_again,
        min_by(versions.recorded_from, entries.version_published_on) as recorded_from
    from absences
    inner join entries
        on
            absences.entity_id = entries.entity_id
            and absences.to_published_on < entries.version_published_on
    inner join versions on entries.landed_id = versions.landed_id
    group by absences.edge_id, absences.entity_id

),

absent_again as (

    select
        absences.edge_id,
        absences.entity_id,
        min(versions.recorded_from) as confirmed_from
    from absences
    left join printed_again
        on absences.edge_id = printed_again.edge_id and absences.entity_id = printed_again.entity_id
    inner join versions
        on
            absences.to_published_on < versions.published_on
            and versions.published_on < {{ open_date('printed_again.printed_again_on') }}
    group by absences.edge_id, absences.entity_id

),

relisted as (

    select
        absences.edge_id,
        absences.entity_id,
        printed_again.recorded_from as confirmed_from
    from absences
    inner join printed_again
        on absences.edge_id = printed_again.edge_id and absences.entity_id = printed_again.entity_id
    where printed_again.first_citation_again <> absences.first_citation

),

named_absences as (

    select
        absences.*,
        {{ folded_name('names.name') }} as folded_name
    from absences
    inner join names
        on
            absences.from_landed_id = names.landed_id
            and absences.entry_number = names.entry_number

),

-- a rule of the period removes by name, or removes as many of the destination as are absent
removing_rules as (

    select
        named_absences.edge_id,
        named_absences.entity_id,
        min_by(rules.document_number, rules.took_effect_on) as document_number,
        min_by(rules.citation, rules.took_effect_on) as citation,
        min(rules.took_effect_on) as effective_on,
        min(rules.recorded_from) as recorded_from
    from named_absences
    inner join rules
        on
            rules.published_on > named_absences.from_published_on
            and rules.took_effect_on <= named_absences.to_published_on
            and (
                contains({{ folded_name('rules.words') }}, named_absences.folded_name)
                or (
                    contains(rules.words, named_absences.destination)
                    and cast(named_absences.absent_in_destination as varchar) = case
                        rules.number_removed
                        when 'one' then '1'
                        when 'two' then '2'
                        when 'three' then '3'
                        when 'four' then '4'
                        when 'five' then '5'
                        when 'six' then '6'
                        when 'seven' then '7'
                        when 'eight' then '8'
                        when 'nine' then '9'
                        when 'ten' then '10'
                        else rules.number_removed
                    end
                )
            )
    group by named_absences.edge_id, named_absences.entity_id

)

select
    absences.edge_id,
    absences.entity_id,
    case
        when removing_rules.document_number is not null
            then greatest(absences.known_from, removing_rules.recorded_from)
        else coalesce(
            least(absent_again.confirmed_from, relisted.confirmed_from),
            absent_again.confirmed_from,
            relisted.confirmed_from
        )
    end as confirmed_from,
    case
        when removing_rules.document_number is not null then 'federal_register_removal'
        when absent_again.confirmed_from is null and relisted.confirmed_from is not null
            then 'relisted_by_another_rule'
        else 'absent_from_consecutive_versions'
    end as closed_because,
    case
        when
            removing_rules.effective_on > absences.from_published_on
            and removing_rules.effective_on <= absences.to_published_on
            then removing_rules.effective_on
        else absences.to_published_on
    end as closed_on,
    case
        when
            removing_rules.effective_on > absences.from_published_on
            and removing_rules.effective_on <= absences.to_published_on
            then 'rule_effective_date'
        else 'version_date'
    end as closed_on_basis,
    removing_rules.document_number,
    removing_rules.citation
from absences
left join absent_again
    on absences.edge_id = absent_again.edge_id and absences.entity_id = absent_again.entity_id
left join relisted
    on absences.edge_id = relisted.edge_id and absences.entity_id = relisted.entity_id
left join removing_rules
    on absences.edge_id = removing_rules.edge_id and absences.entity_id = removing_rules.entity_id
