-- One row per review that has a decision: the latest one. Earlier ones stand, corrected by it.
select
    decisions.*,
    files.recorded_from
from {{ ref('stg_decisions__decisions') }} as decisions
inner join {{ ref('int_landing__accepted_files') }} as files
    on decisions.landed_id = files.landed_id
qualify row_number() over (
    partition by decisions.review_id order by decisions.decided_at desc, decisions.decision_id desc
) = 1
