-- How much is reported from counterparties that are not disclosed, and can therefore not be cleared?
select
    institutions.organization_name as institution_name,
    fct_funding.source,
    fct_funding.currency,
    count(*) as records,
    sum(fct_funding.amount) as amount,
    min(fct_exposures.occurred_on) as first_on,
    max(fct_exposures.occurred_on) as last_on
from fct_exposures
inner join fct_funding
    on fct_exposures.funding_id = fct_funding.funding_id
    and fct_funding.recorded_to is null
left join dim_organizations as institutions
    on fct_funding.institution_id = institutions.organization_id
where fct_exposures.exposure_class = 'undisclosed'
group by all
order by amount desc nulls last, institution_name, fct_funding.source;
