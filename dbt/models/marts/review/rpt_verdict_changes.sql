-- One row per change of an answer over knowledge time, with its cause: the verdict on a funding
-- record, or the state of a review. `known_at` is the moment from which the new answer stands.
with

verdicts as (

    select
        *,
        row_number() over history as verdict_number,
        lag(entity_id) over history as entity_id_before,
        lag(exposure_class) over history as class_before,
        lag(listed_from) over history as listed_from_before,
        lag(listed_to) over history as listed_to_before,
        lag(match_verdict) over history as match_verdict_before
    from {{ ref('fct_exposure_verdicts') }}
    window history as (partition by funding_id order by recorded_from)

),

changed_verdicts as (

    select * from verdicts
    where
        verdict_number = 1
        or entity_id is distinct from entity_id_before
        or exposure_class is distinct from class_before
        or listed_from is distinct from listed_from_before
        or listed_to is distinct from listed_to_before
        or match_verdict is distinct from match_verdict_before

),

funding_moments as (

    select distinct
        funding_id,
        recorded_from
    from {{ ref('fct_funding') }}

),

entities as (

    select
        entity_id,
        {{ at_max('entity_name', 'valid_from') }} as entity_name
    from {{ ref('dim_entities') }}
    where recorded_to is null
    group by entity_id

),

removals as (

    select
        entity_id,
        effective_on,
        max(citation) as citation,
        max(document_number) as document_number
    from {{ ref('fct_listing_events') }}
    where event_kind = 'removed'
    group by entity_id, effective_on

),

verdict_changes as (

    select
        'verdict' as change_kind,
        changed_verdicts.recorded_from as known_at,
        changed_verdicts.relationship_id,
        changed_verdicts.funding_id,
        cast(null as string) as review_id,
        coalesce(changed_verdicts.entity_id, changed_verdicts.entity_id_before) as entity_id,
        changed_verdicts.class_before as value_before,
        changed_verdicts.exposure_class as value_after,
        case when funding_moments.funding_id is null then 'list' else 'funding_record' end
            as cause,
        case
            when funding_moments.funding_id is not null then null
            when (changed_verdicts.listed_to is distinct from changed_verdicts.listed_to_before)
                and removals.entity_id is not null
                then removals.citation
            else changed_verdicts.citation
        end as citation,
        case
            when funding_moments.funding_id is not null then null
            when (changed_verdicts.listed_to is distinct from changed_verdicts.listed_to_before)
                and removals.entity_id is not null
                then removals.document_number
            else changed_verdicts.document_number
        end as document_number,
        case
            when changed_verdicts.verdict_number = 1 then 'record first reported'
            when funding_moments.funding_id is not null then 'record restated'
            when changed_verdicts.listed_from is null
                then coalesce(entities.entity_name, 'the party') || ' is no longer a listed party'
            when (changed_verdicts.listed_to is distinct from changed_verdicts.listed_to_before)
                and changed_verdicts.listed_to is not null
                then entities.entity_name || ' off the list from ' || changed_verdicts.listed_to
            else entities.entity_name || ' listed from ' || changed_verdicts.listed_from
        end as words
    from changed_verdicts
    left join funding_moments
        on
            changed_verdicts.funding_id = funding_moments.funding_id
            and changed_verdicts.recorded_from = funding_moments.recorded_from
    left join entities
        on coalesce(changed_verdicts.entity_id, changed_verdicts.entity_id_before)
            = entities.entity_id
    left join removals
        on
            changed_verdicts.entity_id = removals.entity_id
            and changed_verdicts.listed_to = removals.effective_on

),

queue as (

    select * from {{ ref('rpt_review_queue') }}

),

openings as (

    select
        'review' as change_kind,
        opened_at as known_at,
        relationship_id,
        cast(null as string) as funding_id,
        review_id,
        entity_id,
        cast(null as string) as value_before,
        'open' as value_after,
        case opened_by when 'list_event' then 'list' else opened_by end as cause,
        case when opened_by = 'list_event' then citation end as citation,
        case when opened_by = 'list_event' then document_number end as document_number,
        'review opened' as words
    from queue

),

decisions as (

    select * from {{ ref('rpt_review_decisions') }}

),

decided as (

    select
        'review' as change_kind,
        decisions.recorded_from as known_at,
        queue.relationship_id,
        cast(null as string) as funding_id,
        decisions.review_id,
        queue.entity_id,
        'open' as value_before,
        decisions.decision as value_after,
        'decision' as cause,
        cast(null as string) as citation,
        cast(null as string) as document_number,
        decisions.decision || ' by ' || decisions.author || ': ' || decisions.reason as words
    from decisions
    inner join queue on decisions.review_id = queue.review_id

),

moved as (

    select
        moved_facts.*,
        coalesce(moved_facts.moved_at, decisions.recorded_from) as known_at,
        row_number() over (
            partition by moved_facts.decision_id
            order by
                coalesce(moved_facts.moved_at, decisions.recorded_from),
                moved_facts.fact_order,
                moved_facts.item
        ) as move_number
    from {{ ref('rpt_review_moved_facts') }} as moved_facts
    inner join decisions on moved_facts.decision_id = decisions.decision_id

),

citation_documents as (

    select
        entity_id,
        citation,
        max(document_number) as document_number
    from {{ ref('fct_listing_events') }}
    where citation is not null
    group by entity_id, citation

),

-- the first move opens the review again; later ones tell what else has moved
reopened as (

    select
        'review' as change_kind,
        greatest(moved.known_at, decisions.recorded_from) as known_at,
        queue.relationship_id,
        cast(null as string) as funding_id,
        decisions.review_id,
        queue.entity_id,
        case when min(moved.move_number) = 1 then decisions.decision else 'open' end
            as value_before,
        'open' as value_after,
        {{ at_min('moved.cause', 'moved.move_number') }} as cause,
        {{ joined('moved.value_after', '; ', 'moved.item') }}
            filter (where moved.fact = 'citation' and moved.change = 'added') as citation,
        {{ joined('citation_documents.document_number', '; ', 'moved.item') }}
            filter (where moved.fact = 'citation' and moved.change = 'added') as document_number,
        'decision of ' || cast(decisions.decided_at as date) || ' no longer holds: '
        || {{ joined('moved.words', '; ', 'moved.move_number') }} as words
    from moved
    inner join decisions on moved.decision_id = decisions.decision_id
    inner join queue on decisions.review_id = queue.review_id
    left join citation_documents
        on
            queue.entity_id = citation_documents.entity_id
            and moved.fact = 'citation'
            and moved.item = citation_documents.citation
    group by
        moved.known_at, queue.relationship_id, decisions.review_id, queue.entity_id,
        decisions.decision_id, decisions.decision, decisions.decided_at, decisions.recorded_from

),

changes as (

    select * from verdict_changes
    union all
    select * from openings
    union all
    select * from decided
    union all
    select * from reopened

)

select
    {{ key_of([
        'change_kind', 'known_at', 'funding_id', 'review_id', 'value_before', 'value_after', 'cause'
    ]) }} as verdict_change_key,
    change_kind,
    relationship_id,
    entity_id,
    funding_id,
    review_id,
    value_before,
    value_after,
    cause,
    words,
    citation,
    document_number,
    known_at
from changes
