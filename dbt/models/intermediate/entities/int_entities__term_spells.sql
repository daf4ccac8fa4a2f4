-- One row per term of the list per validity interval and knowledge interval.
{{ spells_of(ref('int_entities__term_boundaries')) }}
