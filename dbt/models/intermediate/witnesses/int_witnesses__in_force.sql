-- One row per witness and entity in force on the witness's date, as now known, as the version
-- prints it that the interval was read from. Before the first landed version that text is of a
-- later day: `amended_since` names what the list itself cites in between.
with

dates as (

    select distinct
        source,
        published_on
    from {{ ref('int_witnesses__entries') }}

),

terms as (

    select
        landed_id,
        entry_number,
        {{ list_of("term_kind || ': ' || term_value", 'term_number') }} as terms
    from {{ ref('stg_ecfr__terms') }}
    group by landed_id, entry_number

),

citations as (

    select
        dates.source,
        citations.landed_id,
        citations.entry_number,
        {{ list_of(
            'citations.citation',
            'citations.citation_number',
            where='citations.published_on > dates.published_on'
        ) }} as amended_since,
        {{ at_min('citations.published_on', 'citations.citation_number') }} as added_on
    from {{ ref('stg_ecfr__citations') }} as citations
    cross join dates
    group by dates.source, citations.landed_id, citations.entry_number

)

select
    dates.source,
    dates.published_on,
    spells.entity_id,
    entries.landed_id,
    entries.entry_number,
    entries.entity_name,
    entries.name_key,
    entries.country_code,
    spells.valid_from_basis,
    entries.first_citation,
    entries.citations,
    citations.amended_since,
    citations.added_on,
    entries.license_requirement,
    entries.license_review_policy,
    terms.terms
from dates
inner join {{ ref('int_entities__entity_spells') }} as spells
    on
        spells.recorded_to is null
        and {{ contains_date('spells.valid_from', 'spells.valid_to', 'dates.published_on') }}
inner join {{ ref('int_entities__entries') }} as entries
    on spells.printed_in = entries.landed_id and spells.entity_id = entries.entity_id
left join terms
    on entries.landed_id = terms.landed_id and entries.entry_number = terms.entry_number
left join citations
    on
        dates.source = citations.source
        and entries.landed_id = citations.landed_id
        and entries.entry_number = citations.entry_number
where entries.entity_kind = 'party'
