-- One row per face of an entry (destination, name, first citation, repeat) with its identity.
select
    country_code,
    name_key,
    first_citation,
    repeat_number,
    entity_id,
    party_id,
    rule as identity_rule,
    facts as identity_facts
from {{ source('raw', 'entity_identities') }}
