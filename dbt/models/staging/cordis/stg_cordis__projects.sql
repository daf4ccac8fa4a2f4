-- One row per CORDIS project per landed file.
select
    landed_id,
    row_number,
    project_id,
    acronym,
    title,
    status as project_status,
    starts_on,
    ends_on,
    total_cost_eur,
    ec_contribution_eur
from {{ source('raw', 'cordis_projects') }}
