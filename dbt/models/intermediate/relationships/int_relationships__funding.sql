-- One row per funding record per knowledge interval, with the relationship it belongs to.
select
    *,
    'rel-' || substr(
        {{ key_of(['institution_id', 'counterparty_id', 'funding_kind']) }}, 1, 16
    ) as relationship_id
from {{ ref('int_funding__records') }}
