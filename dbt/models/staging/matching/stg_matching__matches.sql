-- One row per screened name and candidate entity.
select
    name,
    country_code,
    entity_id,
    matched_name,
    matched_name_kind,
    score,
    level,
    verdict,
    evidence,
    matcher_version,
    configuration_hash
from {{ source('raw', 'matches') }}
