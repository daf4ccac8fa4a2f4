-- One row per witness, entity in force on its date and name that any version prints for the entity,
-- with the forms of the name by which an entry of the witness is found.
select distinct
    in_force.source,
    in_force.entity_id,
    in_force.country_code,
    members.name_key,
    members.name_kind,
    {{ squeezed('members.name_key') }} as squeezed_key,
    {{ sorted_words('members.name_key') }} as sorted_key
from {{ ref('int_witnesses__in_force') }} as in_force
inner join {{ ref('int_entities__name_members') }} as members
    on in_force.entity_id = members.entity_id
