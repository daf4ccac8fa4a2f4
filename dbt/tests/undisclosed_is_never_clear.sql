-- A counterparty that is not named cannot be held against the list.
select exposures.*
from {{ ref('fct_exposures') }} as exposures
inner join {{ ref('fct_funding') }} as funding
    on exposures.funding_id = funding.funding_id and funding.recorded_to is null
where
    funding.counterparty_name_as_reported is null
    and exposures.exposure_class <> 'undisclosed'
