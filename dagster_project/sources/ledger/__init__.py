"""The office's own ledger: sponsored awards, gifts, agreements, memberships, appointments."""
