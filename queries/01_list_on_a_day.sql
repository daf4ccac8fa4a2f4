-- Which entries were on the Entity List on 9 October 2019, the day of 84 FR 54002?
select entity_id, entity_name, country, license_review_policy, footnotes, citations, valid_from
from entity_list_on(date '2019-10-09')
order by country, entity_name, entity_id;
