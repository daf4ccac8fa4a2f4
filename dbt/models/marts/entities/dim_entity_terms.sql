-- One row per decoded licence term of an entity per validity interval and knowledge interval.
{{ members_on_two_clocks('term', ['term_kind', 'term_value', 'term_text']) }}
