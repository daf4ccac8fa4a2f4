-- One row per article of any source, as last landed. GDELT gives names, not text.
with

files as (

    select * from {{ ref('int_landing__accepted_files') }}

),

gdelt as (

    select
        'gdelt-' || record_id as document_id,
        'gdelt' as source,
        source_name as publisher,
        url,
        title,
        organization_names as body_text,
        true as is_name_list,
        language,
        cast(seen_at as date) as published_on,
        landed_id
    from {{ ref('stg_gdelt__articles') }}

),

feeds as (

    select
        'feed-' || {{ key_of(['feed_name', 'item_id']) }} as document_id,
        'feed' as source,
        feed_name as publisher,
        url,
        title,
        summary_text as body_text,
        false as is_name_list,
        language,
        cast(published_at as date) as published_on,
        landed_id
    from {{ ref('stg_feeds__items') }}

),

documents as (

    select
        'document-' || {{ key_of(['document_name']) }} as document_id,
        'document' as source,
        cast(null as string) as publisher,
        cast(null as string) as url,
        title,
        body_text,
        false as is_name_list,
        language,
        published_on,
        landed_id
    from {{ ref('stg_documents__documents') }}

),

articles as (

    select * from gdelt
    union all
    select * from feeds
    union all
    select * from documents

)

select
    articles.*,
    files.recorded_from
from articles
inner join files on articles.landed_id = files.landed_id
qualify row_number() over (
    partition by articles.document_id order by files.recorded_from desc, articles.landed_id desc
) = 1
