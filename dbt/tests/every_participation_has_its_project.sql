-- Held back: a CORDIS participation whose project is not landed, or not accepted, has no date and
-- is no funding record yet. Funding never blocks the list, so this warns, with the count.
{{ config(severity='warn') }}
with

known_projects as (

    select projects.project_id
    from {{ ref('stg_cordis__projects') }} as projects
    inner join {{ ref('int_landing__accepted_files') }} as files
        on projects.landed_id = files.landed_id

)

select
    participations.landed_id,
    participations.row_number,
    participations.project_id
from {{ ref('stg_cordis__participations') }} as participations
inner join {{ ref('int_landing__accepted_files') }} as files
    on participations.landed_id = files.landed_id
left join known_projects on participations.project_id = known_projects.project_id
where known_projects.project_id is null
