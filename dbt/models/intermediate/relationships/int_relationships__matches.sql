-- One row per reported name and country, candidate entity and knowledge interval: the best
-- agreement with a name of the entity that was on record then. The newest is what is known now.
with

matches as (

    select * from {{ ref('stg_matching__matches') }}

),

listed_names as (

    select
        entity_id,
        name,
        min(known_from) as known_from
    from {{ ref('int_entities__listed_names') }}
    group by entity_id, name

)

select
    matches.*,
    listed_names.known_from as recorded_from,
    lead(listed_names.known_from) over (
        partition by matches.name, matches.country_code, matches.entity_id
        order by listed_names.known_from
    ) as recorded_to
from matches
inner join listed_names
    on matches.entity_id = listed_names.entity_id and matches.matched_name = listed_names.name
