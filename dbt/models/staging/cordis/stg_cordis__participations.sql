-- One row per CORDIS project and participant per landed file.
select
    landed_id,
    row_number,
    source_row_id,
    project_id,
    pic,
    organization_name,
    organization_text,
    country_code,
    ec_contribution_eur
from {{ source('raw', 'cordis_participations') }}
