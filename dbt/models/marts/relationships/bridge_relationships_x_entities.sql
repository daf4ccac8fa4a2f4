-- One row per relationship and candidate entity: the best agreement of any of its reported names.
select
    relationship_id,
    entity_id,
    match_score,
    match_level,
    match_verdict,
    reported_name,
    matched_name,
    evidence,
    matcher_version,
    configuration_hash
from {{ ref('int_relationships__entity_candidates') }}
