-- One row per decision and fact that moved after it: after the moment whose facts it relies on and
-- before a later decision on the same review. What moved and moved back has moved: a clearance
-- that expired does not come back by itself.
with

decisions as (

    select * from {{ ref('int_review__decisions') }}

),

relied as (

    select * from {{ ref('int_review__relied_facts') }}

),

facts as (

    select
        decisions.decision_id,
        decisions.facts_known_at,
        facts.*,
        {{ open_timestamp('facts.recorded_to') }} >= {{ open_timestamp('decisions.superseded_at') }}
            as is_last
    from decisions
    inner join {{ ref('rpt_review_facts') }} as facts
        on
            decisions.review_id = facts.review_id
            and facts.recorded_from < {{ open_timestamp('decisions.superseded_at') }}

),

came as (

    select
        facts.decision_id,
        facts.fact,
        facts.item,
        case when relied.item is null then 'added' else 'changed' end as change,
        min(relied.fact_value) as value_before,
        {{ at_max('facts.fact_value', 'facts.recorded_from') }} as value_after,
        -- what was so before the decision, and was not seen, is another reading of the same files
        case
            when min(facts.recorded_from) > facts.facts_known_at then min(facts.recorded_from)
        end as moved_at
    from facts
    left join relied
        on
            facts.decision_id = relied.decision_id
            and facts.fact = relied.fact
            and facts.item = relied.item
    where
        {{ open_timestamp('facts.recorded_to') }} > facts.facts_known_at
        and facts.compared is distinct from relied.compared
    group by
        facts.decision_id, facts.facts_known_at, facts.fact, facts.item,
        case when relied.item is null then 'added' else 'changed' end

),

last_facts as (

    select distinct
        decision_id,
        fact,
        item
    from facts
    where is_last

),

ends as (

    select
        decision_id,
        fact,
        item,
        max(recorded_to) as ended_at
    from facts
    group by decision_id, fact, item

),

went as (

    select
        relied.decision_id,
        relied.fact,
        relied.item,
        'removed' as change,
        relied.fact_value as value_before,
        cast(null as string) as value_after,
        case when ends.ended_at > decisions.facts_known_at then ends.ended_at end as moved_at
    from relied
    inner join decisions on relied.decision_id = decisions.decision_id
    left join last_facts
        on
            relied.decision_id = last_facts.decision_id
            and relied.fact = last_facts.fact
            and relied.item = last_facts.item
    left join ends
        on
            relied.decision_id = ends.decision_id
            and relied.fact = ends.fact
            and relied.item = ends.item
    where last_facts.item is null

),

moved as (

    select * from came
    union all
    select * from went

),

-- a new primary name is a new name of the same party: said once, as the name
renamings as (

    select
        decision_id,
        value_after
    from moved
    where fact = 'name' and change = 'changed'

),

said_once as (

    select moved.*
    from moved
    left join renamings
        on
            moved.decision_id = renamings.decision_id
            and moved.fact = 'alias'
            and moved.value_after = renamings.value_after
    where renamings.decision_id is null

),

phrased as (

    select
        *,
        case
            when fact = 'award' and change = 'removed'
                then 'award withdrawn: ' || value_before
            when change = 'changed'
                then fact || ' changed: “' || value_before || '” is now “' || value_after || '”'
            when change = 'added' then fact || ' added: ' || value_after
            else fact || ' removed: ' || value_before
        end as words,
        case
            when moved_at is null then 'rule'
            when fact = 'alias' then 'alias'
            when fact = 'award' then 'funding_record'
            else 'list'
        end as cause,
        case fact
            when 'listing' then 1
            when 'name' then 2
            when 'alias' then 3
            when 'citation' then 4
            when 'footnote' then 5
            when 'licence requirement' then 6
            when 'licence review policy' then 7
            when 'address' then 8
            else 9
        end as fact_order
    from said_once

)

select
    {{ key_of(['phrased.decision_id', 'phrased.fact', 'phrased.item', 'phrased.change']) }}
        as moved_fact_key,
    decisions.review_id,
    phrased.decision_id,
    phrased.fact,
    phrased.item,
    phrased.change,
    phrased.value_before,
    phrased.value_after,
    phrased.words,
    phrased.cause,
    phrased.moved_at,
    phrased.fact_order
from phrased
inner join decisions on phrased.decision_id = decisions.decision_id
