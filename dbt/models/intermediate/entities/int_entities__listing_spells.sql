-- One row per entity per listing period and knowledge interval: amendments do not part a period.
{{ spells_of(ref('int_entities__listing_boundaries')) }}
