-- One row per relationship and candidate entity: the best agreement of any of its reported names.
with

funding as (

    select distinct
        relationship_id,
        counterparty_name,
        counterparty_country_code
    from {{ ref('int_relationships__funding') }}

),

matches as (

    select * from {{ ref('stg_matching__matches') }}

)

select
    funding.relationship_id,
    matches.entity_id,
    max(matches.score) as match_score,
    max_by(matches.level, matches.score) as match_level,
    max_by(matches.verdict, matches.score) as match_verdict,
    max_by(matches.name, matches.score) as reported_name,
    max_by(matches.matched_name, matches.score) as matched_name,
    max_by(matches.evidence, matches.score) as evidence
from funding
inner join matches
    on
        funding.counterparty_name = matches.name
        and funding.counterparty_country_code is not distinct from matches.country_code
group by funding.relationship_id, matches.entity_id
