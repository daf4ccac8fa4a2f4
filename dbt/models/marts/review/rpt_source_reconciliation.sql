-- One row per disagreement between the eCFR and another publication of the list, for the date of
-- that publication, as now known, with its class and what explains it.
with

disagreements as (

    select
        entity_id,
        source,
        'entry' as field,
        value_a,
        value_b,
        disagreement_kind,
        explanation
    from {{ ref('int_witnesses__presence') }}
    union all
    select
        entity_id,
        source,
        'alias' as field,
        value_a,
        value_b,
        disagreement_kind,
        explanation
    from {{ ref('int_witnesses__aliases') }}
    union all
    select
        entity_id,
        source,
        'citation' as field,
        value_a,
        value_b,
        disagreement_kind,
        explanation
    from {{ ref('int_witnesses__citations') }}
    union all
    select * from {{ ref('int_witnesses__terms') }}
    union all
    select
        entity_id,
        source,
        'name' as field,
        entity_name as value_a,
        witness_name as value_b,
        'alias_for_primary_name' as disagreement_kind,
        'The witness prints an alias of the list as the name of the entry.' as explanation
    from {{ ref('int_witnesses__pairs') }}
    where paired_by = 'listed_alias' and name_key <> witness_name_key

)

select distinct
    {{ key_of(['entity_id', 'source', 'field', 'value_a', 'value_b']) }} as reconciliation_key,
    entity_id,
    'ecfr' as source_a,
    source as source_b,
    field,
    value_a,
    value_b,
    coalesce(disagreement_kind, 'unexplained') as disagreement_kind,
    coalesce(explanation, 'No rule explains it.') as explanation
from disagreements
