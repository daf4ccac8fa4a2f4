-- One row per entity per listing period and knowledge interval: amendments do not part a period.
{{ history_of(ref('int_entities__existence_members')) }}
