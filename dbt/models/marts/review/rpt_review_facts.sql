-- One row per review and fact that a decision relies on, per knowledge interval. A decision holds
-- while `compared` of each item stays as it was; `fact_value` is what stands in print.
with

findings as (

    select distinct
        review_id,
        relationship_id,
        entity_id
    from {{ ref('int_review__touches') }}

),

funding as (

    select * from {{ ref('fct_funding') }}

),

awards as (

    select
        relationship_id,
        'award' as fact,
        funding_id as item,
        concat_ws(
            ' | ',
            coalesce({{ folded_name('counterparty_name_as_reported') }}, ''),
            coalesce({{ folded_name('title') }}, ''),
            status,
            currency,
            coalesce(cast(amount as string), ''),
            coalesce(cast(funded_on as string), ''),
            coalesce(cast(starts_on as string), ''),
            coalesce(cast(ends_on as string), '')
        ) as compared,
        concat_ws(
            ', ',
            replace(funding_kind, '_', ' '),
            counterparty_name_as_reported,
            title,
            status,
            currency || ' ' || amount,
            case when funded_on is not null then 'funded on ' || funded_on end,
            case when starts_on is not null then 'from ' || starts_on end,
            case when ends_on is not null then 'to ' || ends_on end
        ) as fact_value,
        recorded_from,
        recorded_to
    from funding

),

facts as (

    select
        findings.review_id,
        entity_facts.fact,
        entity_facts.item,
        entity_facts.compared,
        entity_facts.fact_value,
        entity_facts.recorded_from,
        entity_facts.recorded_to
    from findings
    inner join {{ ref('int_review__entity_facts') }} as entity_facts
        on findings.entity_id = entity_facts.entity_id
    union all
    select
        findings.review_id,
        awards.fact,
        awards.item,
        awards.compared,
        awards.fact_value,
        awards.recorded_from,
        awards.recorded_to
    from findings
    inner join awards on findings.relationship_id = awards.relationship_id

),

numbered as (

    select
        *,
        coalesce(
            recorded_from > max({{ open_timestamp('recorded_to') }}) over (
                partition by review_id, fact, item, compared, fact_value
                order by recorded_from, {{ open_timestamp('recorded_to') }}
                rows between unbounded preceding and 1 preceding
            ),
            true
        ) as opens_interval
    from facts

),

islands as (

    select
        *,
        sum(cast(opens_interval as integer)) over (
            partition by review_id, fact, item, compared, fact_value
            order by recorded_from, {{ open_timestamp('recorded_to') }}
            rows unbounded preceding
        ) as island
    from numbered

)

select
    review_id,
    fact,
    item,
    compared,
    fact_value,
    min(recorded_from) as recorded_from,
    case when count(*) = count(recorded_to) then max(recorded_to) end as recorded_to
from islands
group by review_id, fact, item, compared, fact_value, island
