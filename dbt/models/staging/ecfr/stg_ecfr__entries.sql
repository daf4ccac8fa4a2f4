-- One row per entry per landed file: of the Entity List, the Unverified List and the MEU List.
select
    landed_id,
    entry_number,
    list_kind,
    country,
    coalesce(country_code, '') as country_code,
    entity_kind,
    entity_name,
    name_key,
    license_requirement,
    requirement_key,
    license_review_policy,
    policy_key,
    footnotes,
    citations,
    coalesce({{ first_item('citations') }}, '') as first_citation,
    successor_clause as has_successor_clause,
    row_number() over (
        partition by landed_id, list_kind, country_code, name_key, {{ first_item('citations') }}
        order by entry_number
    ) as repeat_number
from {{ source('raw', 'ecfr_entries') }}
