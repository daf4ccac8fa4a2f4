-- Which relationships wait for a person, worst first?
select
    review_id,
    exposure_class,
    institution_name,
    counterparty_name,
    entity_name,
    citation,
    opened_on,
    reason_opened
from page_ties
order by page_order, opened_on desc, review_id;
