-- One row per edge, entity that its later version does not print, and knowledge interval of what
-- explains it. Absence alone delists nothing: it is confirmed by a rule that removes the entity by
-- name, by the next version that does not print it either, or by its return under a new first
-- citation. What the next version is depends on when one asks; a version or a document that lands
-- later explains from then on and leaves what was known before as it was.
with

edges as (

    select * from {{ ref('int_versions__edges') }}

),

entries as (

    select * from {{ ref('int_entities__entries') }}

),

names as (

    select * from {{ ref('stg_ecfr__names') }}

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
        edges.to_landed_id,
        edges.from_published_on,
        edges.to_published_on,
        edges.known_from,
        {{ open_timestamp('edges.known_to') }} as known_to,
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

-- what the version after says, for as long as it is known to be the one after
said_by_next_version as (

    select
        absences.edge_id,
        absences.entity_id,
        case
            when later.entity_id is null then 'absent_from_consecutive_versions'
            else 'relisted_by_another_rule'
        end as closed_because,
        greatest(absences.known_from, next_edges.known_from) as known_from,
        least(absences.known_to, {{ open_timestamp('next_edges.known_to') }}) as known_to
    from absences
    inner join edges as next_edges on absences.to_landed_id = next_edges.from_landed_id
    left join entries as later
        on
            next_edges.to_landed_id = later.landed_id
            and absences.entity_id = later.entity_id
    where later.entity_id is null or later.first_citation <> absences.first_citation

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
said_by_rules as (

    select
        named_absences.edge_id,
        named_absences.entity_id,
        rules.document_number,
        max(rules.citation) as citation,
        max(rules.took_effect_on) as took_effect_on,
        greatest(
            max(named_absences.known_from), max(rules.recorded_from)
        ) as known_from,
        least(
            max(named_absences.known_to), {{ open_timestamp('max(rules.recorded_to)') }}
        ) as known_to
    from named_absences
    inner join rules
        on
            greatest(rules.published_on, rules.took_effect_on) > named_absences.from_published_on
            and rules.took_effect_on <= named_absences.to_published_on
            and (
                contains({{ folded_name('rules.words') }}, named_absences.folded_name)
                or (
                    contains(rules.words, named_absences.destination)
                    and cast(named_absences.absent_in_destination as string) = case
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
    group by
        named_absences.edge_id,
        named_absences.entity_id,
        rules.document_number,
        rules.recorded_from

),

explanations as (

    select
        edge_id,
        entity_id,
        'federal_register_removal' as closed_because,
        took_effect_on,
        document_number,
        citation,
        known_from,
        known_to
    from said_by_rules
    where known_from < known_to
    union all
    select
        edge_id,
        entity_id,
        closed_because,
        cast(null as date) as took_effect_on,
        cast(null as string) as document_number,
        cast(null as string) as citation,
        known_from,
        known_to
    from said_by_next_version
    where known_from < known_to

),

moments as (

    select
        edge_id,
        entity_id,
        known_from as known_at
    from absences
    union
    select
        edge_id,
        entity_id,
        known_from as known_at
    from explanations
    union
    select
        edge_id,
        entity_id,
        known_to as known_at
    from explanations

),

known_intervals as (

    select
        absences.edge_id,
        absences.entity_id,
        absences.from_published_on,
        absences.to_published_on,
        moments.known_at as known_from,
        coalesce(
            lead(moments.known_at) over (
                partition by moments.edge_id, moments.entity_id order by moments.known_at
            ),
            absences.known_to
        ) as known_to
    from moments
    inner join absences
        on moments.edge_id = absences.edge_id and moments.entity_id = absences.entity_id
    where moments.known_at < absences.known_to

),

-- a rule explains better than a version does, the earliest of several rules best
explained as (

    select
        known_intervals.edge_id,
        known_intervals.entity_id,
        known_intervals.from_published_on,
        known_intervals.to_published_on,
        known_intervals.known_from,
        known_intervals.known_to,
        explanations.closed_because,
        explanations.took_effect_on,
        explanations.document_number,
        explanations.citation
    from known_intervals
    left join explanations
        on
            known_intervals.edge_id = explanations.edge_id
            and known_intervals.entity_id = explanations.entity_id
            and explanations.known_from <= known_intervals.known_from
            and known_intervals.known_from < explanations.known_to
    qualify row_number() over (
        partition by
            known_intervals.edge_id, known_intervals.entity_id, known_intervals.known_from
        order by
            explanations.took_effect_on nulls last,
            explanations.document_number nulls last,
            explanations.closed_because
    ) = 1

)

select
    edge_id,
    entity_id,
    known_from,
    case when known_to < timestamp '9999-12-31 00:00:00' then known_to end as known_to,
    closed_because is not null as is_confirmed,
    closed_because,
    case
        when took_effect_on > from_published_on and took_effect_on <= to_published_on
            then took_effect_on
        else to_published_on
    end as closed_on,
    case
        when took_effect_on > from_published_on and took_effect_on <= to_published_on
            then 'rule_effective_date'
        else 'version_date'
    end as closed_on_basis,
    document_number,
    citation
from explained
