-- Which counterparties have a name like a listed one without being taken for it, and why not?
select distinct
    fct_funding.counterparty_name_as_reported,
    fct_exposures.entity_id,
    fct_exposures.evidence
from fct_exposures
inner join fct_funding
    on fct_exposures.funding_id = fct_funding.funding_id
    and fct_funding.recorded_to is null
where fct_exposures.exposure_class = 'near_miss'
order by fct_funding.counterparty_name_as_reported, fct_exposures.entity_id;
