-- One row per landed file and what became of it.
select
    files.*,
    case
        when accepted_files.landed_id is not null then 'accepted'
        when files.outcome = 'read' then 'held_back'
        else 'unreadable'
    end as acceptance
from {{ ref('stg_landing__files') }} as files
left join {{ ref('int_landing__accepted_files') }} as accepted_files
    on files.landed_id = accepted_files.landed_id
