-- One row per party and destination as the newest file of each witness prints it. A witness is
-- another publication of the list: it is compared, never taken for the list. The keys are the forms
-- of its name and destination by which `int_witnesses__close_pairs` and `int_witnesses__pairs` find
-- the entry.
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
        destinations.country_code,
        {{ names_with_keys('entries.alt_names', 'entries.alt_name_keys') }} as aliases,
        entries.citations,
        entries.license_requirement,
        entries.license_policy,
        entries.terms
    from {{ ref('stg_csl__entries') }} as entries
    inner join files on entries.landed_id = files.landed_id
    {{ with_items_of(
        'case when cardinality(entries.country_codes) = 0 then ' ~ list_with(["''"])
        ~ ' else entries.country_codes end',
        'destinations',
        'country_code'
    ) }}

),

bis_rows as (

    select
        files.source,
        files.published_on,
        entries.row_number,
        entries.name,
        entries.name_key,
        coalesce(entries.country_code, '') as country_code,
        {{ names_with_keys('entries.alternate_names', 'entries.alternate_name_keys') }} as aliases,
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

),

entries as (

    select
        source,
        published_on,
        name_key,
        country_code,
        min(row_number) as first_row,
        {{ at_min('name', 'row_number') }} as name,
        {{ all_items('aliases') }} as aliases,
        {{ all_items('citations') }} as citations,
        {{ at_min('license_requirement', 'row_number') }} as license_requirement,
        {{ at_min('license_policy', 'row_number') }} as license_policy,
        {{ at_min('terms', 'row_number') }} as terms
    from printed
    group by source, published_on, name_key, country_code

)

select
    *,
    {{ customs_country('country_code') }} as destination_code,
    {{ squeezed('name_key') }} as squeezed_key,
    {{ sorted_words('name_key') }} as sorted_key,
    {{ folded_name(behind_heading('name')) }} as behind_heading_key
from entries
