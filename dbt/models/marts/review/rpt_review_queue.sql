-- One row per relationship to review, with its listed party: open, decided, or open again because
-- a fact that the decision relied on has moved.
with

findings as (

    select * from {{ ref('rpt_review_findings') }}

),

relationships as (

    select distinct
        relationship_id,
        institution_id,
        counterparty_id,
        relationship_kind
    from {{ ref('dim_relationships') }}

),

organizations as (

    select * from {{ ref('dim_organizations') }}

),

entities as (

    select
        entity_id,
        max_by(entity_name, valid_from) as entity_name,
        max_by(country, valid_from) as country
    from {{ ref('dim_entities') }}
    where recorded_to is null
    group by entity_id

),

decisions as (

    select * from {{ ref('rpt_review_decisions') }}

),

facts as (

    select
        review_id,
        cast(json_group_object(fact, fact_value) as varchar) as facts
    from (select * from {{ ref('rpt_review_facts') }} order by review_id, fact) as ordered_facts
    group by review_id

)

select
    findings.review_id,
    findings.relationship_id,
    findings.entity_id,
    institutions.organization_name as institution_name,
    counterparties.organization_name as counterparty_name,
    relationships.relationship_kind,
    entities.entity_name,
    entities.country as entity_country,
    findings.exposure_class,
    findings.match_verdict,
    findings.match_level,
    findings.match_score,
    findings.matched_name,
    findings.citation,
    findings.document_number,
    findings.listed_from,
    findings.listed_to,
    findings.first_occurred_on,
    findings.last_occurred_on,
    findings.was_live_at_listing,
    findings.events,
    cast(findings.amount_usd as decimal(18, 2)) as amount_usd,
    findings.opened_on,
    case
        when decisions.moved_facts is not null
            then 'decision of ' || cast(decisions.decided_at as date) || ' no longer holds: '
                || decisions.moved_facts || ' changed'
        when findings.match_verdict = 'review'
            then 'possible match with a listed party'
        when findings.is_opened_by_funding
            then 'funding record with a party listed since ' || findings.listed_from
        when findings.was_live_at_listing
            then 'party listed on ' || findings.listed_from || ' while the relationship was live'
        else 'party listed on ' || findings.listed_from
            || '; the record states no end of the relationship'
    end as reason_opened,
    case
        when decisions.decision_id is null then 'open'
        when decisions.moved_facts is not null then 'open'
        when decisions.decision = 'escalated' then 'open'
        else 'decided'
    end as status,
    decisions.decision,
    decisions.author as decided_by,
    decisions.decided_at,
    decisions.moved_facts,
    findings.evidence,
    facts.facts
from findings
inner join relationships on findings.relationship_id = relationships.relationship_id
inner join organizations as institutions
    on relationships.institution_id = institutions.organization_id
inner join organizations as counterparties
    on relationships.counterparty_id = counterparties.organization_id
inner join entities on findings.entity_id = entities.entity_id
left join decisions on findings.review_id = decisions.review_id
left join facts on findings.review_id = facts.review_id
