-- One row per entity, edge at which it enters or leaves the list, and knowledge interval.
{{ boundaries_of(ref('int_entities__existence_members')) }}
