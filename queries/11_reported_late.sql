-- Which records became known more than a year after their date, or were restated since?
select
    funding_id,
    source,
    counterparty_name_as_reported,
    amount,
    currency,
    funded_on,
    min(recorded_from) as first_known_at,
    count(*) as versions_known,
    bool_or(is_restated) as is_restated
from fct_funding
group by all
having date_diff('day', funded_on, cast(min(recorded_from) as date)) > 365 or count(*) > 1
    or bool_or(is_restated)
order by first_known_at desc, funding_id;
