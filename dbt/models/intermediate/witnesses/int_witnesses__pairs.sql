-- One row per witness's entry and the entity it is, by primary name or alias under the same
-- destination; either side is null where the other stands alone.
with

witnessed as (

    select * from {{ ref('int_witnesses__entries') }}

),

in_force as (

    select * from {{ ref('int_witnesses__in_force') }}

),

names as (

    select distinct
        entity_id,
        name_key
    from {{ ref('int_entities__name_members') }}

),

paired as (

    select
        witnessed.source,
        witnessed.first_row,
        in_force.entity_id
    from witnessed
    inner join names on witnessed.name_key = names.name_key
    inner join in_force
        on
            witnessed.source = in_force.source
            and names.entity_id = in_force.entity_id
            and witnessed.country_code = in_force.country_code
    qualify row_number() over (
        partition by witnessed.source, witnessed.first_row, witnessed.country_code
        order by witnessed.name_key = in_force.name_key desc, in_force.entity_id
    ) = 1

)

select
    coalesce(witnessed.source, in_force.source) as source,
    coalesce(witnessed.published_on, in_force.published_on) as published_on,
    in_force.entity_id,
    in_force.entity_name,
    in_force.name_key,
    in_force.country_code,
    in_force.first_citation,
    in_force.citations,
    in_force.license_requirement,
    in_force.valid_from_basis,
    witnessed.first_row as witness_row,
    witnessed.name as witness_name,
    witnessed.name_key as witness_name_key,
    witnessed.country_code as witness_country_code,
    witnessed.alt_names as witness_alt_names,
    witnessed.citations as witness_citations,
    witnessed.license_requirement as witness_license_requirement
from witnessed
left join paired
    on witnessed.source = paired.source and witnessed.first_row = paired.first_row
full outer join in_force
    on paired.source = in_force.source and paired.entity_id = in_force.entity_id
