-- Money is counted once: the newest totals of relationships sum to the records now known.
with

totals as (

    select sum(total_amount_usd) as amount_usd
    from {{ ref('dim_relationships') }}
    where is_current

),

facts as (

    select sum(amount_usd) as amount_usd
    from {{ ref('fct_funding') }}
    where recorded_to is null

)

select
    totals.amount_usd as in_relationships,
    facts.amount_usd as in_funding
from totals
cross join facts
where totals.amount_usd is distinct from facts.amount_usd
