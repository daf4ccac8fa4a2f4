-- One row per landed file that gate 1 let through.
with

files as (

    select * from {{ ref('stg_landing__files') }}

),

verdicts as (

    select * from {{ ref('stg_landing__verdicts') }}

),

refused_files as (

    select distinct landed_id from verdicts
    where not is_passed and severity in ('block', 'hold')

)

select files.*
from files
left join refused_files on files.landed_id = refused_files.landed_id
where files.outcome = 'read' and refused_files.landed_id is null
