-- One row per address of an entity per validity interval and knowledge interval.
{{ members_on_two_clocks('address', ['address']) }}
