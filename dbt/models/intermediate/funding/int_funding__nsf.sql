-- One row per NSF award per knowledge interval: NSF restates awards in place, so each landing that
-- tells something else opens an interval. The counterparty is the foundation itself.
with

awards as (

    select * from {{ ref('stg_nsf__awards') }}

),

files as (

    select * from {{ ref('int_landing__accepted_files') }}

),

landed as (

    select
        awards.*,
        files.recorded_from,
        files.published_on,
        'nsf-' || awards.award_id_nsf as funding_id,
        {{ key_of([
            'awards.title', 'awards.institution_name', 'awards.amount_usd', 'awards.awarded_on',
            'awards.starts_on', 'awards.ends_on'
        ]) }} as state_key
    from awards
    inner join files on awards.landed_id = files.landed_id

),

{{ knowledge_of('landed') }}

select
    funding_id,
    'nsf' as source,
    institution_name,
    'uei:' || uei as institution_number,
    cast(null as string) as unit,
    'National Science Foundation' as counterparty_name,
    'National Science Foundation' as counterparty_text,
    'US' as counterparty_country_code,
    cast(null as string) as counterparty_parent,
    cast(null as string) as counterparty_number,
    'named' as disclosure,
    'grant' as funding_kind,
    title,
    amount_usd as amount,
    'USD' as currency,
    coalesce(awarded_on, starts_on) as funded_on,
    coalesce(starts_on, awarded_on) as starts_on,
    ends_on + 1 as ends_on,
    'active' as status,
    cast(null as string) as termination_reason,
    previous_state_key is not null as is_restated,
    false as is_repeat,
    landed_id,
    row_number,
    recorded_from,
    recorded_to
from knowledge
