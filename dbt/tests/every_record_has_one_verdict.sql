-- Each funding record now known has exactly one verdict, and no verdict stands without a record.
select
    coalesce(funding.funding_id, exposures.funding_id) as funding_id,
    count(exposures.funding_id) as verdicts
from (select * from {{ ref('fct_funding') }} where recorded_to is null) as funding
full outer join {{ ref('fct_exposures') }} as exposures
    on funding.funding_id = exposures.funding_id
group by coalesce(funding.funding_id, exposures.funding_id)
having count(exposures.funding_id) <> 1 or count(funding.funding_id) <> 1
