-- Which units hold the relationships that touch listed parties, and of what kind are they?
select unit, relationship_kind, relationships, exposures, amount_usd
from page_exposure_grid
order by relationships desc, unit, relationship_kind;
