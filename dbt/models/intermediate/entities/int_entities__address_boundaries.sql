-- One row per address of the list, edge at which it begins or ends, and knowledge interval.
{{ boundaries_of(ref('int_entities__address_members')) }}
