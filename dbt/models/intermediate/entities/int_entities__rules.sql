-- One row per Federal Register document on the Entity List: as last landed, known since it first
-- was. A landed edition that changes a document's dates changes them for every moment.
with

documents as (

    select * from {{ ref('stg_federal_register__documents') }}

),

files as (

    select * from {{ ref('int_landing__accepted_files') }}

),

numbered as (

    select
        documents.*,
        min(files.recorded_from) over (
            partition by documents.document_number
        ) as recorded_from,
        row_number() over (
            partition by documents.document_number
            order by files.recorded_from desc, documents.landed_id desc
        ) as edition_number
    from documents
    inner join files on documents.landed_id = files.landed_id
    where documents.is_entity_list_rule

)

select * exclude (edition_number) from numbered
where edition_number = 1
