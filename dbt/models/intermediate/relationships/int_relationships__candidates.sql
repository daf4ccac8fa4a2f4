-- One row per reported name and country that has a candidate on the list: the best one, so that
-- an event gets one verdict. All candidates stand in `bridge_relationships_x_entities`.
-- `is_affiliate`: less than the legal entity's own name agrees, and the party reported is of a
-- country under which the listed party has no entry: a relative of it, not the party itself.
with

matches as (

    select * from {{ ref('stg_matching__matches') }}
    qualify row_number() over (
        partition by name, country_code
        order by
            case verdict
                when 'match' then 1
                when 'review' then 2
                when 'near_miss' then 3
                else 4
            end,
            score desc,
            entity_id
    ) = 1

),

names as (

    select * from {{ ref('int_entities__listed_names') }}

),

destinations as (

    select distinct
        entries.entity_id,
        {{ customs_country('others.country_code') }} as country_code
    from names as entries
    inner join names as others on entries.party_id = others.party_id

)

select
    matches.*,
    matches.level <> 'legal_entity'
    and matches.country_code is not null
    and destinations.entity_id is null as is_affiliate
from matches
left join destinations
    on
        matches.entity_id = destinations.entity_id
        and {{ customs_country('matches.country_code') }} = destinations.country_code
