-- One row per party and destination as the newest file of each witness prints it. A witness is
-- another publication of the list: it is compared, never taken for the list.
with

files as (

    select
        landed_id,
        source,
        published_on
    from {{ ref('int_landing__accepted_files') }}
    where source in ('csl', 'bis-csv')
    qualify row_number() over (
        partition by source order by published_on desc, recorded_from desc
    ) = 1

),

csl_destinations as (

    select
        files.source,
        files.published_on,
        entries.row_number,
        entries.name,
        entries.name_key,
        unnest(
            case when len(entries.country_codes) = 0 then [''] else entries.country_codes end
        ) as country_code,
        list_zip(entries.alt_names, entries.alt_name_keys) as aliases,
        entries.citations,
        entries.license_requirement,
        entries.license_policy,
        entries.terms
    from {{ ref('stg_csl__entries') }} as entries
    inner join files on entries.landed_id = files.landed_id

),

bis_rows as (

    select
        files.source,
        files.published_on,
        entries.row_number,
        entries.name,
        entries.name_key,
        coalesce(entries.country_code, '') as country_code,
        list_zip(entries.alternate_names, entries.alternate_name_keys) as aliases,
        entries.citations,
        entries.license_requirement,
        entries.license_policy,
        entries.terms
    from {{ ref('stg_bis_csv__rows') }} as entries
    inner join files on entries.landed_id = files.landed_id

),

printed as (

    select * from csl_destinations
    union all
    select * from bis_rows

)

select
    source,
    published_on,
    name_key,
    country_code,
    min(row_number) as first_row,
    min_by(name, row_number) as name,
    list_sort(list_distinct(flatten(list(aliases)))) as aliases,
    list_sort(list_distinct(flatten(list(citations)))) as citations,
    min_by(license_requirement, row_number) as license_requirement,
    min_by(license_policy, row_number) as license_policy,
    min_by(terms, row_number) as terms
from printed
group by source, published_on, name_key, country_code
