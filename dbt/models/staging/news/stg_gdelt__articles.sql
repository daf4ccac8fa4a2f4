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
    array_to_string(list_transform(organizations, lambda organization: organization.name), chr(10))
        as organization_names
from {{ source('raw', 'gdelt_articles') }}
