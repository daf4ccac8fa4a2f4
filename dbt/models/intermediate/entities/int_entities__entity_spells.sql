-- One row per entity per validity interval and knowledge interval.
{{ spells_of(ref('int_entities__entity_boundaries')) }}
