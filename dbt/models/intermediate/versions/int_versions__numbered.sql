-- One row per accepted Entity List version, numbered from the manifests by date. The same date
-- landed again with other bytes supersedes: the earlier bytes are known until then. `place` tells
-- the versions of one date apart too.
with

files as (

    select * from {{ ref('int_landing__accepted_files') }}
    where source = 'ecfr'

),

superseded as (

    select
        landed_id,
        sha256,
        published_on,
        recorded_from,
        lead(recorded_from) over (
            partition by published_on order by recorded_from, landed_id
        ) as recorded_to,
        min(recorded_from) over (partition by published_on) as date_known_from
    from files

),

dates as (

    select
        published_on,
        row_number() over (order by published_on) as version_number
    from (select distinct published_on from files) as distinct_dates

)

select
    superseded.*,
    dates.version_number,
    row_number() over (
        order by superseded.published_on, superseded.recorded_from, superseded.landed_id
    ) as place
from superseded
inner join dates on superseded.published_on = dates.published_on
where superseded.recorded_to is null or superseded.recorded_to > superseded.recorded_from
