-- One row per address of the list per validity interval and knowledge interval.
{{ spells_of(ref('int_entities__address_boundaries')) }}
