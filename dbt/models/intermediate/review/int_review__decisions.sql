-- One row per review decision of an accepted file. A later decision on the same review supersedes
-- an earlier one; both stand.
with

decisions as (

    select * from {{ ref('stg_decisions__decisions') }}

),

files as (

    select * from {{ ref('int_landing__accepted_files') }}

),

-- the same file landed under two names is one decision
first_landed as (

    select
        decisions.*,
        files.recorded_from
    from decisions
    inner join files on decisions.landed_id = files.landed_id
    qualify row_number() over (
        partition by decisions.decision_id order by files.recorded_from, decisions.landed_id
    ) = 1

)

select
    *,
    lead(decided_at) over history as superseded_at,
    lead(decision_id) over history is null as is_latest
from first_landed
window history as (partition by review_id order by decided_at, decision_id)
