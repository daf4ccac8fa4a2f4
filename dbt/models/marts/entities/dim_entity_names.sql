-- One row per name of an entity per validity interval and knowledge interval.
{{ members_on_two_clocks('name', ['name', 'name_kind']) }}
