-- One row per landed file and check of gate 1.
select
    landed_id,
    suite_version,
    check_name,
    passed as is_passed,
    severity,
    rows_checked,
    rows_failed,
    detail
from {{ source('raw', 'landed_verdicts') }}
