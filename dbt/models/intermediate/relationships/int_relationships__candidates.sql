-- One row per reported name and country that has a candidate on the list: the best one, so that
-- an event gets one verdict. All candidates stand in `bridge_relationships_x_entities`.
select *
from {{ ref('stg_matching__matches') }}
qualify row_number() over (
    partition by name, country_code
    order by
        case verdict when 'match' then 1 when 'review' then 2 when 'near_miss' then 3 else 4 end,
        score desc,
        entity_id
) = 1
