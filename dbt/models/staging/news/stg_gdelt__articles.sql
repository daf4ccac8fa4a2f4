-- One row per GKG record: the names GDELT found, one a line, since it does not give the text.
select
    landed_id,
    record_id,
    seen_at,
    source_name,
    url,
    title,
    is_translated,
    language,
    {{ text_of(items_as('organizations', each('organization', 'organization.name')), 'chr(10)') }}
        as organization_names
from {{ source('raw', 'gdelt_articles') }}
