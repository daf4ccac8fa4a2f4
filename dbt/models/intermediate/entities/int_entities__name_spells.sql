-- One row per name of the list per validity interval and knowledge interval.
{{ spells_of(ref('int_entities__name_boundaries')) }}
