-- One row per name of the list, edge at which it begins or ends, and knowledge interval.
{{ boundaries_of(ref('int_entities__name_members')) }}
