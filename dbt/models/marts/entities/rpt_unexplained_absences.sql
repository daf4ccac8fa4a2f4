-- One row per entity that the newest version does not print and nothing has removed: it stays
-- listed, in state `missing_unexplained`, until a rule or the next version explains it.
select
    dim_entities.entity_id,
    dim_entities.entity_name,
    dim_entities.country,
    dim_entities.citations,
    dim_entities.valid_from as absent_since,
    dim_entities.printed_in as last_printed_in
from {{ ref('dim_entities') }} as dim_entities
where dim_entities.is_current and dim_entities.listing_state = 'missing_unexplained'
