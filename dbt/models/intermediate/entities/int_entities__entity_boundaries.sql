-- One row per entity, edge at which it begins, changes or ends, and knowledge interval.
{{ boundaries_of(ref('int_entities__entity_members')) }}
