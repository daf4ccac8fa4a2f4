-- How much was reported from each listed party before and after its listing, by currency?
select
    entity_id,
    fct_funding.currency,
    min(listed_from) as listed_from,
    count(*) filter (where exposure_class = 'listed_later') as records_before,
    sum(fct_funding.amount) filter (where exposure_class = 'listed_later') as amount_before,
    count(*) filter (where exposure_class = 'listed_at_date') as records_while_listed,
    sum(fct_funding.amount) filter (where exposure_class = 'listed_at_date')
        as amount_while_listed,
    count(*) filter (where fct_funding.is_repeat) as repeats_among_them
from fct_exposures
inner join fct_funding
    on fct_exposures.funding_id = fct_funding.funding_id
    and fct_funding.recorded_to is null
where exposure_class in ('listed_later', 'listed_at_date')
group by entity_id, fct_funding.currency
order by amount_while_listed desc nulls last, amount_before desc nulls last, entity_id;
