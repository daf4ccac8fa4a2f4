-- One row per entity per validity interval and knowledge interval.
{{ history_of(ref('int_entities__entity_members')) }}
