-- One row per reported name and country that has a candidate on the list, per knowledge interval:
-- the best one of those then on record, so that an event gets one verdict. All candidates as now
-- known stand in `bridge_relationships_x_entities`.
-- `is_affiliate`: less than the legal entity's own name agrees, and the party reported is of a
-- country under which the listed party has no entry: a relative of it, not the party itself.
with

matches as (

    select * from {{ ref('int_relationships__matches') }}

),

moments as (

    select distinct
        name,
        country_code,
        recorded_from as known_at
    from matches

),

best_at_moments as (

    select
        matches.*,
        moments.known_at
    from moments
    inner join matches
        on
            moments.name = matches.name
            and moments.country_code is not distinct from matches.country_code
            and {{ contains_timestamp(
                'matches.recorded_from', 'matches.recorded_to', 'moments.known_at'
            ) }}
    qualify row_number() over (
        partition by moments.name, moments.country_code, moments.known_at
        order by
            case matches.verdict when 'match' then 1 when 'review' then 2 else 3 end,
            matches.score desc,
            matches.entity_id
    ) = 1

),

changes as (

    select
        *,
        lag(entity_id) over history as previous_entity_id,
        lag(matched_name) over history as previous_matched_name
    from best_at_moments
    window history as (partition by name, country_code order by known_at)

),

best_matches as (

    select
        {{ all_but([
            'known_at', 'recorded_from', 'recorded_to', 'previous_entity_id',
            'previous_matched_name'
        ]) }},
        known_at as recorded_from,
        lead(known_at) over (
            partition by name, country_code order by known_at
        ) as recorded_to
    from changes
    where (entity_id, matched_name) is distinct from (previous_entity_id, previous_matched_name)

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
    best_matches.*,
    best_matches.level <> 'legal_entity'
    and best_matches.country_code is not null
    and destinations.entity_id is null as is_affiliate
from best_matches
left join destinations
    on
        best_matches.entity_id = destinations.entity_id
        and {{ customs_country('best_matches.country_code') }} = destinations.country_code
