-- One row per Federal Register document on the Entity List and edition of it, on the knowledge
-- clock: known since it first landed in this wording, until it landed in another.
with

documents as (

    select * from {{ ref('stg_federal_register__documents') }}

),

files as (

    select * from {{ ref('int_landing__accepted_files') }}

),

landed as (

    select
        documents.*,
        files.recorded_from,
        {{ key_of([
            'documents.citation', 'documents.start_page', 'documents.end_page',
            'documents.published_on', 'documents.effective_on', 'documents.title',
            'documents.abstract', 'documents.document_type', 'documents.html_url'
        ]) }} as wording_key
    from documents
    inner join files on documents.landed_id = files.landed_id
    where documents.is_entity_list_rule

),

compared as (

    select
        *,
        lag(wording_key) over landings as previous_wording_key
    from landed
    window landings as (partition by document_number order by recorded_from, landed_id)

),

editions as (

    select
        {{ all_but(['wording_key', 'previous_wording_key']) }},
        lead(recorded_from) over (
            partition by document_number order by recorded_from, landed_id
        ) as recorded_to
    from compared
    where wording_key is distinct from previous_wording_key

)

select * from editions
where recorded_to is null or recorded_to > recorded_from
