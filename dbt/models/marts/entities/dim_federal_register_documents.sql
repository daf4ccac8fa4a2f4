-- One row per Federal Register document on the Entity List, as now known.
with

editions as (

    select * from {{ ref('int_entities__rules') }}

),

first_landings as (

    select
        document_number,
        min(recorded_from) as recorded_from
    from editions
    group by document_number

)

select
    editions.document_number,
    editions.citation,
    editions.volume,
    editions.start_page,
    editions.end_page,
    editions.published_on,
    editions.effective_on,
    editions.title,
    editions.abstract,
    editions.document_type,
    editions.html_url,
    first_landings.recorded_from,
    editions.landed_id as printed_in
from editions
inner join first_landings on editions.document_number = first_landings.document_number
where editions.recorded_to is null
