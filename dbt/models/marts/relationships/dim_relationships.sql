-- One row per institution, counterparty and kind, per validity interval and knowledge interval.
with

spells as (

    select * from {{ ref('int_relationships__spells') }}

),

relationships as (

    select
        relationship_id,
        max(institution_id) as institution_id,
        max(counterparty_id) as counterparty_id,
        max(funding_kind) as relationship_kind
    from {{ ref('int_relationships__funding') }}
    group by relationship_id

)

select
    {{ key_of(['spells.relationship_id', 'spells.valid_from', 'spells.recorded_from']) }}
        as relationship_key,
    spells.relationship_id,
    relationships.institution_id,
    relationships.counterparty_id,
    relationships.relationship_kind,
    spells.status,
    spells.records_so_far,
    spells.live_records,
    spells.total_amount_usd,
    spells.valid_from,
    spells.valid_to,
    spells.recorded_from,
    spells.recorded_to,
    spells.valid_to is null and spells.recorded_to is null as is_current
from spells
inner join relationships on spells.relationship_id = relationships.relationship_id
