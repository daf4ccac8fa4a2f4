-- One row per review and fact that a decision relies on, as now known, in the form in which it is
-- compared: a decision holds while each of these stays as it was.
with

findings as (

    select * from {{ ref('rpt_review_findings') }}

),

entities as (

    select * from {{ ref('dim_entities') }}
    where recorded_to is null

),

latest_entities as (

    select
        entity_id,
        max_by(entity_name, valid_from) as entity_name,
        max_by(footnotes, valid_from) as footnotes,
        max_by(citations, valid_from) as citations,
        max_by(license_requirement, valid_from) as license_requirement,
        max_by(listing_state, valid_from) as listing_state,
        max_by(valid_to, valid_from) as valid_to
    from entities
    group by entity_id

),

names as (

    select
        entity_id,
        string_agg(distinct name, '; ' order by name) as names
    from {{ ref('dim_entity_names') }}
    where is_current
    group by entity_id

),

addresses as (

    select
        entity_id,
        string_agg(distinct address, '; ' order by address) as addresses
    from {{ ref('dim_entity_addresses') }}
    where is_current
    group by entity_id

),

awards as (

    select
        relationship_id,
        string_agg(
            concat_ws(
                ' ', funding_id, counterparty_name_as_reported, status, currency, amount,
                starts_on, ends_on
            ),
            '; '
            order by funding_id
        ) as awards
    from {{ ref('fct_funding') }}
    where recorded_to is null
    group by relationship_id

),

facts as (

    select findings.review_id, 'entity_name' as fact, latest_entities.entity_name as fact_value
    from findings
    inner join latest_entities on findings.entity_id = latest_entities.entity_id
    union all
    select findings.review_id, 'footnotes', latest_entities.footnotes
    from findings
    inner join latest_entities on findings.entity_id = latest_entities.entity_id
    union all
    select findings.review_id, 'citations', latest_entities.citations
    from findings
    inner join latest_entities on findings.entity_id = latest_entities.entity_id
    union all
    select findings.review_id, 'names', names.names
    from findings
    inner join names on findings.entity_id = names.entity_id
    union all
    select findings.review_id, 'addresses', addresses.addresses
    from findings
    inner join addresses on findings.entity_id = addresses.entity_id
    union all
    select findings.review_id, 'awards', awards.awards
    from findings
    inner join awards on findings.relationship_id = awards.relationship_id
    union all
    select findings.review_id, 'exposure_class', findings.exposure_class
    from findings

)

select
    review_id,
    fact,
    coalesce(fact_value, '') as fact_value
from facts
