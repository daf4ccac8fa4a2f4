-- One row per landed file: rows found = parsed + structural + rejected, and whether it was taken.
select
    files.landed_id,
    files.source,
    files.file_name,
    files.sha256,
    files.published_on,
    files.recorded_from as landed_at,
    case
        when accepted.landed_id is not null then 'accepted'
        when files.outcome = 'read' then 'held_back'
        else 'unreadable'
    end as outcome,
    files.rows_found,
    files.rows_parsed,
    files.rows_structural,
    files.rows_rejected,
    files.repairs,
    files.error
from {{ ref('stg_landing__files') }} as files
left join {{ ref('int_landing__accepted_files') }} as accepted
    on files.landed_id = accepted.landed_id
