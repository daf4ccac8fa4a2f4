-- Money is counted once: the newest totals of relationships sum to the records now known.
with

totals as (

    select coalesce(sum(total_amount_usd), 0) as amount_usd
    from {{ ref('dim_relationships') }}
    where is_current

),

facts as (

    -- agreements and memberships may state no amount at all
    select coalesce(sum(amount_usd), 0) as amount_usd
    from {{ ref('fct_funding') }}
    where recorded_to is null

)

select
    totals.amount_usd as in_relationships,
    facts.amount_usd as in_funding
from totals
cross join facts
where totals.amount_usd <> facts.amount_usd
