-- What did each rule do to the list, and how many of our relationships touch its entries?
select
    effective_on,
    citation,
    title,
    entities_added,
    entities_changed,
    entities_removed,
    relationships_touched
from page_amendments
order by effective_on desc nulls last, citation;
