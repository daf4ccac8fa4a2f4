-- One row per relationship and candidate entity: the best agreement of any of its reported names,
-- as now known.
with

funding as (

    select distinct
        relationship_id,
        counterparty_name,
        counterparty_country_code
    from {{ ref('int_relationships__funding') }}

),

matches as (

    select * from {{ ref('int_relationships__matches') }}
    where recorded_to is null

)

-- equal scores are told apart by the names, so that the same bytes give the same row
select
    funding.relationship_id,
    matches.entity_id,
    matches.score as match_score,
    matches.level as match_level,
    matches.verdict as match_verdict,
    matches.name as reported_name,
    matches.matched_name,
    matches.evidence,
    matches.matcher_version,
    matches.configuration_hash
from funding
inner join matches
    on
        funding.counterparty_name = matches.name
        and funding.counterparty_country_code is not distinct from matches.country_code
qualify row_number() over (
    partition by funding.relationship_id, matches.entity_id
    order by
        matches.score desc, matches.name asc, matches.matched_name asc, matches.evidence asc
) = 1
