-- One row per ledger record per knowledge interval: a later file, or a later amendment within a
-- file, replaces what was known of the record; a record that a later file leaves out stands.
with

records as (

    select * from {{ ref('stg_ledger__records') }}

),

files as (

    select * from {{ ref('int_landing__accepted_files') }}

),

-- the last word of each file on each record
last_words as (

    select
        records.*,
        files.recorded_from,
        files.published_on,
        'ledger-' || {{ key_of(['records.institution_name', 'records.record_id']) }}
            as funding_id,
        {{ key_of([
            'records.unit', 'records.counterparty_text', 'records.counterparty_country_code',
            'records.counterparty_parent', 'records.relationship_kind', 'records.title', 'records.amount', 'records.currency',
            'records.funded_on', 'records.starts_on', 'records.ends_on', 'records.status',
            'records.terminated_on', 'records.termination_reason'
        ]) }} as state_key
    from records
    inner join files on records.landed_id = files.landed_id
    qualify row_number() over (
        partition by records.landed_id, records.institution_name, records.record_id
        order by records.amended_on desc nulls last, records.row_number desc
    ) = 1

),

{{ knowledge_of('last_words') }}

select
    funding_id,
    'ledger' as source,
    institution_name,
    cast(null as string) as institution_number,
    unit,
    counterparty_name,
    counterparty_text,
    counterparty_country_code,
    counterparty_parent,
    cast(null as string) as counterparty_number,
    disclosure,
    relationship_kind as funding_kind,
    title,
    amount,
    currency,
    coalesce(funded_on, starts_on) as funded_on,
    coalesce(starts_on, funded_on) as starts_on,
    -- `ends_on` is the last agreed day; intervals are half-open
    coalesce(terminated_on, ends_on + 1) as ends_on,
    status,
    termination_reason,
    previous_state_key is not null as is_restated,
    false as is_repeat,
    landed_id,
    row_number,
    recorded_from,
    recorded_to
from knowledge
