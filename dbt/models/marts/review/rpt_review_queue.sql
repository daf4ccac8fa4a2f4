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
        {{ at_max('entity_name', 'valid_from') }} as entity_name,
        {{ at_max('country', 'valid_from') }} as country
    from {{ ref('dim_entities') }}
    where recorded_to is null
    group by entity_id

),

decisions as (

    select * from {{ ref('rpt_review_decisions') }}
    where is_latest

),

current_facts as (

    select
        review_id,
        fact,
        item,
        min(compared) as compared,
        {{ at_min('fact_value', 'compared || fact_value') }} as fact_value
    from {{ ref('rpt_review_facts') }}
    where recorded_to is null
    group by review_id, fact, item

),

facts as (

    select
        review_id,
        {{ json_of_rows({
            'fact': 'fact', 'item': 'item', 'compared': 'compared', 'text': 'fact_value'
        }) }} as facts
    from current_facts
    group by review_id

),

opened as (

    select
        findings.*,
        case
            when findings.exposure_class = 'near_miss'
                then 'possible match with a listed party (“' || findings.matched_name || '”): '
            else ''
        end
        || case
            when findings.exposure_class = 'delisted_before'
                then 'funding record of ' || findings.opened_on
                    || ' with a party that was listed from ' || findings.listed_from
                    || coalesce(' to ' || findings.listed_to, '')
            when findings.is_after_listing
                then 'funding record of ' || findings.opened_on || ' with a party listed since '
                    || findings.listed_from
            when findings.was_live_at_listing
                then 'party listed on ' || findings.listed_from
                    || ' while the relationship was live'
            else 'party listed on ' || findings.listed_from
                || '; the record states no end of the relationship'
        end
        || coalesce(' (' || findings.citation || ')', '')
        || case
            when findings.opened_by = 'funding_record'
                then '; reported on ' || cast(findings.opened_at as date)
            else ''
        end as reason
    from findings

)

select
    opened.review_id,
    opened.relationship_id,
    opened.entity_id,
    institutions.organization_name as institution_name,
    counterparties.organization_name as counterparty_name,
    relationships.relationship_kind,
    entities.entity_name,
    entities.country as entity_country,
    opened.exposure_class,
    opened.match_verdict,
    opened.match_level,
    opened.match_score,
    opened.matched_name,
    opened.citation,
    opened.document_number,
    opened.listed_from,
    opened.listed_to,
    opened.first_occurred_on,
    opened.last_occurred_on,
    opened.was_live_at_listing,
    opened.events,
    cast(opened.amount_usd as decimal(18, 2)) as amount_usd,
    opened.opened_on,
    opened.opened_by,
    opened.first_funding_id,
    opened.opened_at,
    case
        when decisions.decision_state = 'expired'
            then 'decision of ' || cast(decisions.decided_at as date) || ' ('
                || replace(decisions.decision, '_', ' ') || ', ' || decisions.author
                || ') no longer holds: ' || decisions.moved_facts
        else opened.reason
    end as reason_opened,
    case
        when decisions.decision_state = 'expired'
            then coalesce(decisions.moved_at, decisions.decided_at)
        when decisions.decision_state = 'holds' and decisions.decision <> 'escalated' then null
        else opened.opened_at
    end as waiting_since,
    case
        when decisions.decision_state = 'holds' and decisions.decision <> 'escalated'
            then 'decided'
        else 'open'
    end as status,
    decisions.decision,
    decisions.author as decided_by,
    decisions.decided_at,
    decisions.reason as decision_reason,
    decisions.moved_facts,
    opened.evidence,
    facts.facts
from opened
inner join relationships on opened.relationship_id = relationships.relationship_id
inner join organizations as institutions
    on relationships.institution_id = institutions.organization_id
inner join organizations as counterparties
    on relationships.counterparty_id = counterparties.organization_id
inner join entities on opened.entity_id = entities.entity_id
left join decisions on opened.review_id = decisions.review_id
left join facts on opened.review_id = facts.review_id
