-- One row per relationship event and its verdict, as now known.
select
    exposure_verdict_key as exposure_key,
    relationship_id,
    funding_id,
    entity_id,
    exposure_class,
    match_verdict,
    match_level,
    match_score,
    matched_name,
    occurred_on,
    listed_from,
    listed_to,
    listing_state,
    citation,
    document_number,
    was_live_at_listing,
    overlap_from,
    overlap_to,
    overlap_days,
    evidence,
    matcher_version,
    configuration_hash
from {{ ref('fct_exposure_verdicts') }}
where recorded_to is null
